package org.vmcore.emit.proc.net;

import org.vmcore.emit.Emits;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.net.Connection;
import org.vmcore.kernel.net.Conntrack;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Files of connection tracking, {@code net/netfilter/nf_conntrack_standalone.c}. */
final class NfConntrack {
  @Emits(
      value = "proc/net/nf_conntrack",
      needs = {"nf_conntrack_hash", "ct_seq_ops"})
  void connections(Program kernel, Text out) {
    for (Connection connection : Conntrack.in(NetNamespaces.ofReader(kernel))) {
      ConnectionLine.showInProc(connection, out);
    }
  }

  /** {@code ct_cpu_seq_show()}: columns that are always 0 once counted. */
  @Emits(
      value = "proc/net/stat/nf_conntrack",
      needs = {"nf_conntrack_hash", "ct_cpu_seq_ops"})
  void statistics(Program kernel, Text out) {
    Value net = NetNamespaces.ofReader(kernel);
    boolean chains = kernel.hasMember("struct ip_conntrack_stat", "chaintoolong"); // 5.15+
    out.line(
        "entries  clashres found new invalid ignore delete %s insert insert_failed drop early_drop"
            + " icmp_error  expect_new expect_create expect_delete search_restart",
        chains ? "chainlength" : "delete_list");
    for (int cpu : CpuMask.possible(kernel).stream().toArray()) {
      Value stat =
          Conntrack.statistics(net, cpu)
              .orElseThrow(() -> new NoSuchFile("connections are not tracked"));
      out.print("%08x ", Conntrack.count(net));
      out.print(" %08x %08x 00000000", number(stat, "clash_resolve"), number(stat, "found"));
      out.print(" %08x 00000000 00000000", number(stat, "invalid"));
      out.print(" %08x %08x", number(stat, "chaintoolong"), number(stat, "insert"));
      out.print(" %08x %08x", number(stat, "insert_failed"), number(stat, "drop"));
      out.print(" %08x %08x ", number(stat, "early_drop"), number(stat, "error"));
      out.print(" %08x %08x", number(stat, "expect_new"), number(stat, "expect_create"));
      out.line(" %08x %08x", number(stat, "expect_delete"), number(stat, "search_restart"));
    }
  }

  private static long number(Value stat, String member) {
    return stat.has(member) ? stat.field(member).asLong() : 0;
  }
}
