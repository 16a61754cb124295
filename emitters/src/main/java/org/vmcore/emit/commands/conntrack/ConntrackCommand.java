package org.vmcore.emit.commands.conntrack;

import java.util.List;
import java.util.Optional;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.emit.proc.net.ConnectionLine;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.net.Connection;
import org.vmcore.kernel.net.Conntrack;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The {@code conntrack} command of conntrack-tools. */
final class ConntrackCommand {
  /** Members of {@code struct ip_conntrack_stat}, in the command's order and by its names. */
  private static final List<String> COUNTERS =
      List.of(
          "found",
          "invalid",
          "insert",
          "insert_failed",
          "drop",
          "early_drop",
          "error",
          "search_restart",
          "clash_resolve",
          "chaintoolong");

  @Emits(value = "sos_commands/conntrack/conntrack_-L_-o_extended", needs = "nf_conntrack_hash")
  void list(Program kernel, Text out) {
    for (Connection connection : Conntrack.in(NetNamespaces.ofReader(kernel))) {
      ConnectionLine.showAsCommand(connection, out);
    }
  }

  /** As {@code nfct_stats_cb()} prints each CPU's counters. */
  @Emits(value = "sos_commands/conntrack/conntrack_-S", needs = "nf_conntrack_hash")
  void statistics(Program kernel, Text out) {
    for (int cpu : CpuMask.possible(kernel).stream().toArray()) {
      Optional<Value> stat = Conntrack.statistics(NetNamespaces.ofReader(kernel), cpu);
      if (stat.isPresent()) {
        out.print("cpu=%-4u\t", cpu);
        COUNTERS.stream()
            .filter(stat.get()::has)
            .forEach(name -> out.print("%s=%u ", name, stat.get().field(name).asLong()));
        out.append('\n');
      }
    }
  }
}
