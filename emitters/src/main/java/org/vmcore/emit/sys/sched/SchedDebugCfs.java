package org.vmcore.emit.sys.sched;

import java.util.List;
import java.util.Optional;
import org.vmcore.emit.Text;
import org.vmcore.kernel.sched.CfsRq;
import org.vmcore.kernel.sched.RunQueue;
import org.vmcore.kernel.sched.SchedStatistics;
import org.vmcore.model.Value;

/** A fair queue as {@code print_cfs_rq()}, {@code kernel/sched/debug.c}, shows it. */
final class SchedDebugCfs {
  private static final List<String> TIMES =
      List.of(
          "wait_start",
          "sleep_start",
          "block_start",
          "sleep_max",
          "block_max",
          "exec_max",
          "slice_max",
          "wait_max",
          "wait_sum");

  private final CfsRq fair;
  private final Text out;
  private final SchedRows rows;

  private SchedDebugCfs(CfsRq fair, Text out) {
    this.fair = fair;
    this.out = out;
    this.rows = SchedRows.ofQueue(out);
  }

  static void write(RunQueue queue, CfsRq fair, Text out) {
    SchedDebugCfs writer = new SchedDebugCfs(fair, out);
    out.print("\ncfs_rq[%d]:", queue.cpu());
    fair.group().ifPresent(group -> out.raw(group.path()));
    out.append('\n');
    writer.rows.msOf(fair.value(), "exec_clock");
    if (fair.hasDeadlines()) {
      writer.deadlines();
    } else {
      writer.vruntimes();
    }
    writer.counts();
    writer.load();
    fair.groupEntity(queue.cpu()).ifPresent(writer::groupEntity);
  }

  /** The fair scheduler before 6.6: who had least is next. */
  private void vruntimes() {
    List<Value> entities = fair.entities();
    long min = entities.isEmpty() ? -1 : vruntime(entities.get(0));
    long max = entities.isEmpty() ? -1 : vruntime(entities.get(entities.size() - 1));
    long start = fair.zeroVruntime();
    rows.ms("MIN_vruntime", min);
    rows.ms("min_vruntime", start);
    rows.ms("max_vruntime", max);
    rows.ms("spread", max - min);
    rows.ms("spread0", start - RunQueue.of(fair.value().program(), 0).cfs().zeroVruntime());
  }

  /** Since 6.6: among those that had less than their share, the earliest deadline is next. */
  private void deadlines() {
    List<Value> entities = fair.entities();
    Optional<Value> first = entities.stream().findFirst();
    long left = first.map(SchedDebugCfs::vruntime).orElse(-1L);
    if (fair.value().program().hasMember("struct sched_entity", "min_vruntime")) { // since 6.8
      rows.ms("left_deadline", first.map(e -> e.field("deadline").asLong()).orElse(-1L));
      left = fair.rootEntity().map(e -> e.field("min_vruntime").asLong()).orElse(-1L);
    }
    long right = entities.isEmpty() ? -1 : vruntime(entities.get(entities.size() - 1));
    rows.ms("left_vruntime", left);
    rows.ms(
        fair.value().has("zero_vruntime") ? "zero_vruntime" : "min_vruntime", fair.zeroVruntime());
    sums();
    rows.ms("avg_vruntime", fair.avgVruntime());
    rows.ms("right_vruntime", right);
    rows.ms("spread", right - left);
  }

  private static long vruntime(Value entity) {
    return entity.field("vruntime").asLong();
  }

  /** Since 7.2. */
  private void sums() {
    if (fair.value().has("sum_shift")) {
      long sum = fair.value().field("sum_w_vruntime").asLong();
      int bits = Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.abs(sum));
      out.line("  .%-30s: %ld (%d bits)", "sum_w_vruntime", sum, bits);
      rows.numberOf(fair.value(), "sum_weight");
      rows.numberOf(fair.value(), "sum_shift");
    }
  }

  private void counts() {
    Value value = fair.value();
    rows.numberOf(value, "nr_spread_over");
    rows.numberOf(value, "nr_running");
    rows.numberOf(value, "nr_queued");
    if (value.has("idle_nr_running") || value.has("nr_queued")) { // since 5.15
      rows.numberOf(value, "h_nr_running");
      rows.numberOf(value, "h_nr_runnable");
      rows.numberOf(value, "h_nr_queued");
      rows.numberOf(value, "h_nr_delayed");
      rows.numberOf(value, "idle_nr_running");
      rows.numberOf(value, "idle_h_nr_running");
      rows.numberOf(value, "h_nr_idle");
    }
  }

  private void load() {
    Value value = fair.value();
    rows.numberOf("load", value, "load.weight");
    rows.numberOf("load_avg", value, "avg.load_avg");
    rows.numberOf("runnable_avg", value, "avg.runnable_avg");
    rows.numberOf("util_avg", value, "avg.util_avg");
    if (value.has("avg.util_est.enqueued")) { // until 6.8
      rows.numberOf("util_est_enqueued", value, "avg.util_est.enqueued");
    } else {
      rows.numberOf("util_est", value, "avg.util_est");
    }
    rows.numberOf(value, "removed.load_avg");
    rows.numberOf(value, "removed.util_avg");
    rows.numberOf(value, "removed.runnable_avg");
    rows.numberOf(value, "tg_load_avg_contrib");
    rows.numberOf("tg_load_avg", value, "tg.load_avg.counter");
    rows.numberOf(value, "throttled");
    rows.numberOf(value, "throttle_count");
  }

  /** {@code print_cfs_group_stats()}: the entity that stands for the group above. */
  private void groupEntity(Value se) {
    rows.ms("se->exec_start", se.field("exec_start").asLong());
    rows.ms("se->vruntime", vruntime(se));
    rows.ms("se->sum_exec_runtime", se.field("sum_exec_runtime").asLong());
    if (SchedStatistics.areOn(se.program())) {
      String prefix = SchedStatistics.areOfTask(se.program()) ? "" : "se->statistics.";
      SchedStatistics.ofGroup(se)
          .ifPresent(
              statistics -> {
                for (String time : TIMES) {
                  rows.ms(prefix + time, statistics.field(time).asLong());
                }
                rows.number(prefix + "wait_count", statistics.field("wait_count").asLong());
              });
    }
    rows.numberOf("se->load.weight", se, "load.weight");
    rows.numberOf("se->avg.load_avg", se, "avg.load_avg");
    rows.numberOf("se->avg.util_avg", se, "avg.util_avg");
    rows.numberOf("se->avg.runnable_avg", se, "avg.runnable_avg");
  }
}
