package org.vmcore.emit.proc;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.Bitmaps;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.sched.RunQueue;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code /proc/schedstat} as {@code show_schedstat()}, {@code kernel/sched/stats.c}: how often the
 * scheduler of each CPU did what, and how often its domains were balanced.
 */
final class SchedStat {
  private static final List<String> BALANCED =
      List.of(
          "lb_count",
          "lb_balanced",
          "lb_failed",
          "lb_imbalance",
          "lb_imbalance_load",
          "lb_imbalance_util",
          "lb_imbalance_task",
          "lb_imbalance_misfit",
          "lb_gained",
          "lb_hot_gained",
          "lb_nobusyq",
          "lb_nobusyg");

  private static final List<String> MOVED =
      List.of(
          "alb_count",
          "alb_failed",
          "alb_pushed",
          "sbe_count",
          "sbe_balanced",
          "sbe_pushed",
          "sbf_count",
          "sbf_balanced",
          "sbf_pushed",
          "ttwu_wake_remote",
          "ttwu_move_affine",
          "ttwu_move_balance");

  @Emits(value = "proc/schedstat", needs = "struct rq.rq_sched_info")
  void schedstat(Program kernel, Text out) {
    boolean isNamed = kernel.hasMember("struct sched_domain", "lb_imbalance_load");
    boolean isReordered = kernel.findEnumerator("__CPU_NOT_IDLE").isPresent();
    out.line("version %d", isNamed ? 17 : isReordered ? 16 : 15);
    out.line("timestamp %lu", Hz.jiffies(kernel));
    for (int cpu : CpuMask.online(kernel).stream().toArray()) {
      RunQueue queue = RunQueue.of(kernel, cpu);
      queue(queue, out);
      int number = 0;
      for (Value domain : queue.domains()) {
        out.print("domain%d ", number++);
        if (isNamed) {
          out.print("%s ", domain.field("name").asString());
        }
        domain(domain, out);
      }
    }
  }

  private static void queue(RunQueue queue, Text out) {
    Value rq = queue.value();
    out.print("cpu%d %u 0", queue.cpu(), rq.field("yld_count").asLong());
    for (String counter : List.of("sched_count", "sched_goidle", "ttwu_count", "ttwu_local")) {
      out.print(" %u", rq.field(counter).asLong());
    }
    out.print(" %lu", rq.field("rq_cpu_time").asLong());
    Value info = rq.field("rq_sched_info");
    out.line(" %lu %lu", info.field("run_delay").asLong(), info.field("pcount").asLong());
  }

  private static void domain(Value domain, Text out) {
    Program kernel = domain.program();
    out.print("%s", Bitmaps.hex(RunQueue.span(domain), CpuMask.nrCpuIds(kernel)));
    long nrKinds = kernel.enumerator("CPU_MAX_IDLE_TYPES");
    for (int kind = 0; kind < nrKinds; kind++) {
      for (String counter : BALANCED) {
        if (domain.has(counter)) {
          out.print(" %u", domain.field(counter).index(kind).asLong());
        }
      }
    }
    for (String counter : MOVED) {
      out.print(" %u", domain.field(counter).asLong());
    }
    out.append('\n');
  }
}
