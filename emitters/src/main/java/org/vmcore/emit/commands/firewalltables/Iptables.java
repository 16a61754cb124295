package org.vmcore.emit.commands.firewalltables;

import java.util.List;
import java.util.Optional;
import org.vmcore.emit.Emits;
import org.vmcore.emit.NotReconstructable;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.XtTables;
import org.vmcore.kernel.net.nft.NftChain;
import org.vmcore.kernel.net.nft.NftRule;
import org.vmcore.kernel.net.nft.NftTable;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code iptables -nvL} of the variant that keeps its rules in nftables. Tables of the variant of
 * old are not read.
 */
final class Iptables {
  private static final int NFPROTO_IPV4 = 2;
  private static final int NFPROTO_IPV6 = 10;
  private static final List<String> FILTER = List.of("INPUT", "FORWARD", "OUTPUT");
  private static final List<String> NAT = List.of("PREROUTING", "INPUT", "OUTPUT", "POSTROUTING");
  private static final List<String> MANGLE =
      List.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING");

  @Emits("sos_commands/firewall_tables/iptables_-vnxL")
  void exact(Program kernel, Text out) {
    table(kernel, NFPROTO_IPV4, "filter", FILTER, true, out);
  }

  @Emits("sos_commands/firewall_tables/ip6tables_-vnxL")
  void exact6(Program kernel, Text out) {
    table(kernel, NFPROTO_IPV6, "filter", FILTER, true, out);
  }

  @Emits("sos_commands/firewall_tables/iptables_-t_filter_-nvL")
  void filter(Program kernel, Text out) {
    table(kernel, NFPROTO_IPV4, "filter", FILTER, false, out);
  }

  @Emits("sos_commands/firewall_tables/iptables_-t_nat_-nvL")
  void nat(Program kernel, Text out) {
    table(kernel, NFPROTO_IPV4, "nat", NAT, false, out);
  }

  @Emits("sos_commands/firewall_tables/iptables_-t_mangle_-nvL")
  void mangle(Program kernel, Text out) {
    table(kernel, NFPROTO_IPV4, "mangle", MANGLE, false, out);
  }

  private static void table(
      Program kernel, int family, String name, List<String> builtIn, boolean exact, Text out) {
    Value net = NetNamespaces.ofReader(kernel);
    Optional<NftTable> table =
        NftTable.of(net).stream()
            .filter(t -> t.family() == family && t.name().equals(name))
            .findFirst();
    boolean ofOld =
        XtTables.of(net, family).stream().anyMatch(t -> t.field("name").asString().equals(name));
    if (table.isEmpty() && ofOld) {
      throw new NotReconstructable("rules of ip_tables are not read");
    }
    List<NftChain> chains = table.map(NftTable::chains).orElse(List.of());
    String blank = "";
    for (String chain : builtIn) {
      out.raw(blank);
      Optional<NftChain> used = chains.stream().filter(c -> c.name().equals(chain)).findFirst();
      boolean accepts = used.flatMap(NftChain::base).map(NftChain.Base::accepts).orElse(true);
      out.line("Chain %s (policy %s 0 packets, 0 bytes)", chain, accepts ? "ACCEPT" : "DROP");
      rules(family, used, exact, out);
      blank = "\n";
    }
    for (NftChain chain : chains) {
      if (!builtIn.contains(chain.name())) {
        out.line("");
        out.line("Chain %s (%d references)", chain.name(), chain.nrReferences());
        rules(family, Optional.of(chain), exact, out);
      }
    }
  }

  private static void rules(int family, Optional<NftChain> chain, boolean exact, Text out) {
    out.print(exact ? "%8s %10s" : "%5s %5s", "pkts", "bytes");
    out.print(" %-9s  %-4s %-3s %-6s %-7s", "target", "prot", "opt", "in", "out");
    out.line(" %-20s %-20s", "source", "destination");
    for (NftRule rule : chain.map(NftChain::rules).orElse(List.of())) {
      List<String> statements = new NftStatements(family, out).of(rule);
      IptablesRow row = new IptablesRow(family == NFPROTO_IPV4 ? "0.0.0.0/0" : "::/0", statements);
      row.unknown().forEach(statement -> out.partial("as iptables says it: " + statement));
      row.print(exact, out);
    }
  }
}
