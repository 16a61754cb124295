package org.vmcore.emit.commands.firewalltables;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.nft.NftChain;
import org.vmcore.kernel.net.nft.NftRule;
import org.vmcore.kernel.net.nft.NftSet;
import org.vmcore.kernel.net.nft.NftTable;
import org.vmcore.model.Program;

/** {@code nft list ruleset} of nftables: what its common expressions say, others are named. */
final class NftRuleset {
  // include/uapi/linux/netfilter.h
  private static final int NFPROTO_NETDEV = 5;
  private static final int NFPROTO_BRIDGE = 7;
  private static final Map<Integer, String> FAMILIES =
      Map.of(
          1,
          "inet",
          2,
          "ip",
          3,
          "arp",
          NFPROTO_NETDEV,
          "netdev",
          NFPROTO_BRIDGE,
          "bridge",
          10,
          "ip6");
  private static final List<String> HOOKS =
      List.of("prerouting", "input", "forward", "output", "postrouting", "ingress");

  private static final int NEAR = 10; // as far from a name priorities are told by it

  /** Numbers that {@code nft} gives to types of keys, {@code enum datatypes}. */
  private static final Map<Long, NftKey> TYPES =
      Map.of(
          7L, new NftKey("ipv4_addr", NftKey.Kind.ADDRESS, 4),
          8L, new NftKey("ipv6_addr", NftKey.Kind.ADDRESS, 16),
          9L, new NftKey("ether_addr", NftKey.Kind.ETHER, 6),
          10L, new NftKey("ether_type", NftKey.Kind.ETHERTYPE, 2),
          12L, new NftKey("inet_proto", NftKey.Kind.PROTOCOL, 1),
          13L, new NftKey("inet_service", NftKey.Kind.PORT, 2),
          14L, new NftKey("icmp_type", NftKey.Kind.ICMP, 1),
          19L, new NftKey("mark", NftKey.Kind.HOST_HEX, 4),
          29L, new NftKey("icmpv6_type", NftKey.Kind.ICMPV6, 1),
          41L, new NftKey("ifname", NftKey.Kind.INTERFACE, 16));

  @Emits("sos_commands/firewall_tables/nft_-a_list_ruleset")
  void ruleset(Program kernel, Text out) {
    for (NftTable table : NftTable.of(NetNamespaces.ofReader(kernel))) {
      table(table, out);
    }
  }

  private static void table(NftTable table, Text out) {
    Text body = new Text();
    boolean first = true;
    for (NftSet set : table.sets()) {
      if (!set.isAnonymous()) {
        body.raw(first ? "" : "\n");
        set(set, body, out);
        first = false;
      }
    }
    boolean ofXtables = false;
    for (NftChain chain : table.chains()) {
      body.raw(first ? "" : "\n");
      ofXtables |= chain(table, chain, body, out);
      first = false;
    }
    String name = FAMILIES.getOrDefault(table.family(), "# " + table.family()) + " " + table.name();
    if (ofXtables) {
      out.line("# Warning: table %s is managed by iptables-nft, do not touch!", name);
    }
    out.line("table %s { # handle %lu", name, table.handle());
    out.raw(body.bytes());
    out.line("}");
  }

  private static void set(NftSet set, Text body, Text out) {
    body.line("\tset %s { # handle %lu", set.name(), set.handle());
    NftKey type = TYPES.get(set.keyType());
    if (type == null) {
      out.partial("keys of the set " + set.name());
    } else {
      body.line("\t\ttype %s", type.text());
      String flags = flags(set.flags());
      if (!flags.isEmpty()) {
        body.line("\t\tflags %s", flags);
      }
      List<String> elements = NftElements.of(set, type);
      if (!elements.isEmpty()) {
        body.line("\t\telements = { %s }", String.join(", ", elements));
      }
    }
    body.line("\t}");
  }

  /** {@code NFT_SET_*}. */
  private static String flags(long flags) {
    List<String> names = new ArrayList<>();
    Map<Integer, String> all = Map.of(1, "constant", 2, "interval", 4, "timeout", 5, "dynamic");
    for (int bit = 0; bit < Byte.SIZE; bit++) {
      if ((flags >> bit & 1) != 0 && all.containsKey(bit)) {
        names.add(all.get(bit));
      }
    }
    return String.join(",", names);
  }

  /** Whether it has rules that iptables made of its own extensions. */
  private static boolean chain(NftTable table, NftChain chain, Text body, Text out) {
    boolean ofXtables = false;
    body.line("\tchain %s { # handle %lu", chain.name(), chain.handle());
    chain.base().ifPresent(base -> base(table, base, body));
    for (NftRule rule : chain.rules()) {
      NftStatements statements = new NftStatements(table.family(), out);
      body.line("\t\t%s # handle %lu", String.join(" ", statements.of(rule)), rule.handle());
      ofXtables |= statements.isOfXtables();
    }
    body.line("\t}");
    return ofXtables;
  }

  private static void base(NftTable table, NftChain.Base base, Text body) {
    boolean netdev = table.family() == NFPROTO_NETDEV;
    String hook =
        netdev
            ? base.hook() == 0 ? "ingress" : "egress"
            : base.hook() < HOOKS.size() ? HOOKS.get(base.hook()) : "# " + base.hook();
    body.line(
        "\t\ttype %s hook %s priority %s; policy %s;",
        base.type(),
        hook,
        priority(table.family(), hook, base.priority()),
        base.accepts() ? "accept" : "drop");
  }

  /** By the name next to it. */
  private static String priority(int family, String hook, int priority) {
    Map<String, Integer> names =
        family == NFPROTO_BRIDGE
            ? Map.of("filter", -200, "dstnat", -300, "out", 100, "srcnat", 300)
            : family == NFPROTO_NETDEV
                ? Map.of("filter", 0)
                : Map.of(
                    "raw",
                    -300,
                    "mangle",
                    -150,
                    "dstnat",
                    -100,
                    "filter",
                    0,
                    "security",
                    50,
                    "srcnat",
                    100);
    for (Map.Entry<String, Integer> name : names.entrySet()) {
      int more = priority - name.getValue();
      boolean here =
          !name.getKey().endsWith("nat")
              || name.getKey().equals("srcnat") == hook.equals("postrouting");
      if (here && Math.abs(more) <= NEAR) {
        return more == 0
            ? name.getKey()
            : name.getKey() + (more > 0 ? " + " : " - ") + Math.abs(more);
      }
    }
    return Integer.toString(priority);
  }
}
