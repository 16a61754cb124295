package org.vmcore.emit.proc.net;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.net.DstEntries;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code /proc/net/stat}: a line for each possible CPU, {@code neigh_stat_seq_show()} of {@code
 * net/core/neighbour.c} and {@code rt_cpu_seq_show()} of {@code net/ipv4/route.c}. Since 5.14 each
 * column is as wide as its title.
 */
final class CacheStatistics {
  /** Member of {@code struct neigh_statistics}, and blanks before its column, now and then. */
  private record Column(String member, int blanks, int oldBlanks) {}

  private static final Column[] NEIGHBOURS = {
    new Column("allocs", 1, 2),
    new Column("destroys", 1, 1),
    new Column("hash_grows", 1, 1),
    new Column("lookups", 3, 2),
    new Column("hits", 1, 1),
    new Column("res_failed", 1, 2),
    new Column("rcv_probes_mcast", 3, 2),
    new Column("rcv_probes_ucast", 9, 1),
    new Column("periodic_gc_runs", 9, 2),
    new Column("forced_gc_runs", 9, 1),
    new Column("unres_discards", 7, 1),
    new Column("table_fulls", 12, 1)
  };

  @Emits(value = "proc/net/stat/arp_cache", needs = "arp_tbl")
  void arp(Program kernel, Text out) {
    neighbours(kernel, kernel.symbol("arp_tbl"), out);
  }

  @Emits(value = "proc/net/stat/ndisc_cache", needs = "nd_tbl")
  void ndisc(Program kernel, Text out) {
    neighbours(kernel, kernel.symbol("nd_tbl"), out);
  }

  private static void neighbours(Program kernel, Value table, Text out) {
    boolean aligned = isAligned(kernel);
    out.line(
        aligned
            ? "entries  allocs   destroys hash_grows lookups  hits     res_failed rcv_probes_mcast"
                + " rcv_probes_ucast periodic_gc_runs forced_gc_runs unresolved_discards"
                + " table_fulls"
            : "entries  allocs destroys hash_grows  lookups hits  res_failed  rcv_probes_mcast"
                + " rcv_probes_ucast  periodic_gc_runs forced_gc_runs unresolved_discards"
                + " table_fulls");
    for (int cpu : CpuMask.possible(kernel).stream().toArray()) {
      Value stat = PerCpu.of(kernel).ptr(table.field("stats"), cpu);
      out.print("%08x", table.at("entries.counter").asLong());
      for (Column column : NEIGHBOURS) {
        out.print("%*s", aligned ? column.blanks() : column.oldBlanks(), "");
        out.print("%08lx", stat.field(column.member()).asLong());
      }
      out.append('\n');
    }
  }

  /** Whether the kernel is of 5.14 or later: that release renamed {@code task_struct.state} too. */
  private static boolean isAligned(Program kernel) {
    return kernel.hasMember("struct task_struct", "__state");
  }

  @Emits(value = "proc/net/stat/rt_cache", needs = "rt_cache_stat")
  void routes(Program kernel, Text out) {
    boolean aligned = isAligned(kernel);
    out.line(
        aligned
            ? "entries  in_hit   in_slow_tot in_slow_mc in_no_route in_brd   in_martian_dst"
                + " in_martian_src out_hit  out_slow_tot out_slow_mc gc_total gc_ignored"
                + " gc_goal_miss gc_dst_overflow in_hlist_search out_hlist_search"
            : "entries  in_hit in_slow_tot in_slow_mc in_no_route in_brd in_martian_dst"
                + " in_martian_src  out_hit out_slow_tot out_slow_mc  gc_total gc_ignored"
                + " gc_goal_miss gc_dst_overflow in_hlist_search out_hlist_search");
    String format =
        aligned
            ? "%08x 00000000 %08x    %08x   %08x    %08x %08x       %08x       00000000 %08x    "
                + " %08x    00000000 00000000   00000000     00000000        00000000       "
                + " 00000000"
            : "%08x  00000000 %08x %08x %08x %08x %08x %08x  00000000 %08x %08x 00000000 00000000"
                + " 00000000 00000000 00000000 00000000 ";
    long entries = DstEntries.count(kernel.symbol("ipv4_dst_ops"));
    for (int cpu : CpuMask.possible(kernel).stream().toArray()) {
      Value stat = PerCpu.of(kernel).variable("rt_cache_stat", cpu);
      out.line(
          format,
          entries,
          stat.field("in_slow_tot").asLong(),
          stat.field("in_slow_mc").asLong(),
          stat.field("in_no_route").asLong(),
          stat.field("in_brd").asLong(),
          stat.field("in_martian_dst").asLong(),
          stat.field("in_martian_src").asLong(),
          stat.field("out_slow_tot").asLong(),
          stat.field("out_slow_mc").asLong());
    }
  }
}
