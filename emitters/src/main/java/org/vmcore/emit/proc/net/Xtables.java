package org.vmcore.emit.proc.net;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.net.NetGeneric;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.XtTables;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** What the packet filters of old know, {@code net/netfilter/x_tables.c}: names, one a line. */
final class Xtables {
  // include/uapi/linux/netfilter.h
  private static final int NFPROTO_UNSPEC = 0;
  private static final int NFPROTO_IPV4 = 2;
  private static final int NFPROTO_ARP = 3;
  private static final int NFPROTO_IPV6 = 10;

  @Emits(value = "proc/net/ip_tables_names", needs = "ip_tables_net_ops")
  void tables(Program kernel, Text out) {
    tables(kernel, NFPROTO_IPV4, out);
  }

  @Emits(value = "proc/net/ip6_tables_names", needs = "ip6_tables_net_ops")
  void tables6(Program kernel, Text out) {
    tables(kernel, NFPROTO_IPV6, out);
  }

  @Emits(value = "proc/net/arp_tables_names", needs = "arp_tables_net_ops")
  void arpTables(Program kernel, Text out) {
    tables(kernel, NFPROTO_ARP, out);
  }

  @Emits(value = "proc/net/ip_tables_matches", needs = "ip_tables_net_ops")
  void matches(Program kernel, Text out) {
    extensions(kernel, NFPROTO_IPV4, "match", out);
  }

  @Emits(value = "proc/net/ip6_tables_matches", needs = "ip6_tables_net_ops")
  void matches6(Program kernel, Text out) {
    extensions(kernel, NFPROTO_IPV6, "match", out);
  }

  @Emits(value = "proc/net/arp_tables_matches", needs = "arp_tables_net_ops")
  void arpMatches(Program kernel, Text out) {
    extensions(kernel, NFPROTO_ARP, "match", out);
  }

  @Emits(value = "proc/net/ip_tables_targets", needs = "ip_tables_net_ops")
  void targets(Program kernel, Text out) {
    extensions(kernel, NFPROTO_IPV4, "target", out);
  }

  @Emits(value = "proc/net/ip6_tables_targets", needs = "ip6_tables_net_ops")
  void targets6(Program kernel, Text out) {
    extensions(kernel, NFPROTO_IPV6, "target", out);
  }

  @Emits(value = "proc/net/arp_tables_targets", needs = "arp_tables_net_ops")
  void arpTargets(Program kernel, Text out) {
    extensions(kernel, NFPROTO_ARP, "target", out);
  }

  /** {@code xt_table_seq_show()}. */
  private static void tables(Program kernel, int family, Text out) {
    names(XtTables.of(NetNamespaces.ofReader(kernel), family), out);
  }

  /** {@code xt_match_seq_show()}: those for all families first. */
  private static void extensions(Program kernel, int family, String kind, Text out) {
    Value families = kernel.object("struct xt_af *", kernel.address("xt"));
    for (int of : List.of(NFPROTO_UNSPEC, family)) {
      names(
          ListHead.forEachEntry(families.index(of).field(kind), "struct xt_" + kind, "list"), out);
    }
  }

  private static void names(List<Value> entries, Text out) {
    for (Value entry : entries) {
      String name = entry.field("name").asString();
      if (!name.isEmpty()) {
        out.line("%s", name);
      }
    }
  }

  /** {@code exp_seq_show()}, {@code net/netfilter/nf_conntrack_expect.c}. */
  @Emits(value = "proc/net/nf_conntrack_expect", needs = "nf_ct_expect_hash")
  void expectations(Program kernel, Text out) {
    Value net = NetNamespaces.ofReader(kernel);
    long count =
        net.has("ct.expect_count")
            ? net.at("ct.expect_count").asLong()
            : NetGeneric.find(net, "nf_conntrack_net_id", "struct nf_conntrack_net")
                .map(own -> own.field("expect_count").asLong())
                .orElse(0L);
    if (count != 0) {
      out.partial(count + " connections are expected: they are not shown");
    }
  }
}
