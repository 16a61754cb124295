package org.vmcore.kernel.cgroup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.mm.NodeMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Statistics of a {@code struct mem_cgroup} with the groups below, as they stand after {@code
 * mem_cgroup_css_rstat_flush()}, {@code mm/memcontrol.c}: with what CPUs and groups below have not
 * handed in yet. Before 5.13 CPUs handed in batches, and nobody flushed.
 *
 * @param nodes of {@code struct mem_cgroup_per_node}, by node
 */
record MemcgStats(Counters states, Counters events, Map<Integer, Counters> nodes) {

  /**
   * An array of counters.
   *
   * @param totals with the groups below
   * @param locals of the group alone
   * @param pending of the totals, what the group above has not been told yet
   */
  record Counters(long[] totals, long[] locals, long[] pending) {
    long total(int index) {
      return index < 0 || index >= totals.length ? 0 : totals[index];
    }

    long local(int index) {
      return index < 0 || index >= locals.length ? 0 : locals[index];
    }
  }

  static MemcgStats of(Value memcg) {
    return memcg
        .program()
        .computed("memcg stats " + memcg.address(), kernel -> read(kernel, memcg));
  }

  private static MemcgStats read(Program kernel, Value memcg) {
    List<MemcgStats> below = new ArrayList<>();
    for (Value css :
        ListHead.forEachEntry(memcg.at("css.children"), "struct cgroup_subsys_state", "sibling")) {
      below.add(of(css.containerOf("struct mem_cgroup", "css")));
    }
    Map<Integer, Counters> nodes = new HashMap<>();
    for (int nid : NodeMask.of(kernel, "N_MEMORY").stream().toArray()) {
      List<Counters> belowOnNode = below.stream().map(stats -> stats.nodes.get(nid)).toList();
      nodes.put(nid, ofNode(memcg.field("nodeinfo").index(nid).deref(), belowOnNode));
    }
    if (!memcg.has("vmstats.state")) {
      Value perCpu = MemberVariants.first(memcg, "vmstats_local", "vmstats_percpu");
      return new MemcgStats(
          batched(memcg.field("vmstats"), perCpu, "stat"),
          batched(memcg.field("vmevents"), perCpu, "events"),
          nodes);
    }
    Value stats = memcg.field("vmstats");
    Value perCpu = memcg.field("vmstats_percpu");
    return new MemcgStats(
        flushed(stats, perCpu, "state", below.stream().map(MemcgStats::states).toList()),
        flushed(stats, perCpu, "events", below.stream().map(MemcgStats::events).toList()),
        nodes);
  }

  private static Counters ofNode(Value node, List<Counters> below) {
    return node.has("lruvec_stats") // 5.15+
        ? flushed(node.field("lruvec_stats"), node.field("lruvec_stats_percpu"), "state", below)
        : batched(node.field("lruvec_stat"), node.field("lruvec_stat_local"), "count");
  }

  private static Counters flushed(Value stats, Value perCpu, String member, List<Counters> below) {
    Program kernel = stats.program();
    long[] totals = stats.field(member).longs();
    long[] pending = stats.field(member + "_pending").longs();
    long[] locals = new long[totals.length];
    for (int cpu : CpuMask.possible(kernel).stream().toArray()) {
      Value ofCpu = PerCpu.of(kernel).ptr(perCpu, cpu);
      long[] now = ofCpu.field(member).longs();
      add(pending, now, 1);
      add(pending, ofCpu.field(member + "_prev").longs(), -1);
      add(locals, now, 1);
    }
    below.forEach(counters -> add(pending, counters.pending, 1));
    add(totals, pending, 1);
    return new Counters(totals, locals, pending);
  }

  /** An array of {@code atomic_long_t}, and what CPUs counted for the group alone. */
  private static Counters batched(Value atomics, Value perCpu, String member) {
    Program kernel = atomics.program();
    long[] totals =
        kernel
            .number("long *", atomics.address()) // atomic_long_t holds nothing else
            .longs(atomics.length());
    long[] locals = new long[totals.length];
    for (int cpu : CpuMask.possible(kernel).stream().toArray()) {
      add(locals, PerCpu.of(kernel).ptr(perCpu, cpu).field(member).longs(), 1);
    }
    return new Counters(totals, locals, new long[0]);
  }

  private static void add(long[] sums, long[] more, int sign) {
    for (int i = 0; i < Math.min(sums.length, more.length); i++) {
      sums[i] += sign * more[i];
    }
  }
}
