package org.vmcore.emit.sys.sched;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.kernel.config.Uts;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.sched.CfsRq;
import org.vmcore.kernel.sched.RunQueue;
import org.vmcore.kernel.sched.SchedStatistics;
import org.vmcore.kernel.sched.TaskGroup;
import org.vmcore.kernel.time.Hz;
import org.vmcore.kernel.time.SchedClock;
import org.vmcore.kernel.time.Timekeeping;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * The state of the scheduler as {@code sched_debug_show()}, {@code kernel/sched/debug.c}, has it:
 * its clocks and settings, then each CPU's queues and all tasks that were last on it.
 */
final class SchedDebug {
  private static final List<String> SCALINGS = List.of("none", "logarithmic", "linear");

  /** Since 5.13; before the same stood in {@code /proc}. */
  @Emits(value = "sys/kernel/debug/sched/debug", needs = "sched_debug_fops")
  void debug(Program kernel, Text out) {
    write(kernel, out);
  }

  @Emits(value = "proc/sched_debug", needs = "sched_debug_sops")
  void schedDebug(Program kernel, Text out) {
    if (kernel.hasSymbol("sched_debug_fops")) {
      throw new NoSuchFile("it is a file of debugfs");
    }
    write(kernel, out);
  }

  private static void write(Program kernel, Text out) {
    header(kernel, out);
    SchedDebugTasks tasks = new SchedDebugTasks(kernel);
    for (int cpu : CpuMask.online(kernel).stream().toArray()) {
      cpu(RunQueue.of(kernel, cpu), tasks, out);
    }
  }

  private static void header(Program kernel, Text out) {
    Uts uts = Uts.of(kernel);
    String build = uts.version().split(" ", 2)[0];
    out.line("Sched Debug Version: v0.11, %s %s", uts.release(), build);
    SchedRows clocks = SchedRows.ofScheduler(out, "%-40s: ");
    clocks.ms("ktime", Timekeeping.of(kernel).monotonicNs());
    clocks.ms("sched_clk", SchedClock.rawNs(kernel));
    clocks.ms("cpu_clk", SchedClock.nowNs(kernel));
    clocks.number("jiffies", Hz.jiffies(kernel));
    SchedClock.isStable(kernel)
        .ifPresent(stable -> clocks.number("sched_clock_stable()", stable ? 1 : 0));
    out.print("\nsysctl_sched\n");
    settings(kernel, SchedRows.ofScheduler(out, "  .%-40s: "));
    int scaling = kernel.findSymbol("sysctl_sched_tunable_scaling").map(Value::asInt).orElse(0);
    String name = scaling >= 0 && scaling < SCALINGS.size() ? SCALINGS.get(scaling) : "?";
    out.line("  .%-40s: %d (%s)", "sysctl_sched_tunable_scaling", scaling, name);
    out.append('\n');
  }

  /** Which there are depends on the kernel. */
  private static void settings(Program kernel, SchedRows rows) {
    for (String time :
        List.of(
            "sysctl_sched_latency",
            "sysctl_sched_min_granularity",
            "sysctl_sched_idle_min_granularity",
            "sysctl_sched_wakeup_granularity",
            "sysctl_sched_base_slice")) {
      kernel.findSymbol(time).ifPresent(value -> rows.ms(time, value.asLong()));
    }
    for (String number : List.of("sysctl_sched_child_runs_first", "sysctl_sched_features")) {
      kernel.findSymbol(number).ifPresent(value -> rows.number(number, value.asLong()));
    }
  }

  /** {@code print_cpu()}. */
  private static void cpu(RunQueue queue, SchedDebugTasks tasks, Text out) {
    Program kernel = queue.value().program();
    if (kernel.hasSymbol("cpu_khz")) {
      long khz = Math.max(1, kernel.symbol("cpu_khz").asLong());
      out.line("cpu#%d, %u.%03u MHz", queue.cpu(), khz / 1000, khz % 1000);
    } else {
      out.line("cpu#%d", queue.cpu());
    }
    SchedRows rows = SchedRows.ofQueue(out);
    Value rq = queue.value();
    rows.numberOf(rq, "nr_running");
    rows.numberOf(rq, "nr_switches");
    rows.numberOf(rq, "nr_load_updates"); // until 5.1
    rows.numberOf(rq, "nr_uninterruptible");
    rows.msOf(rq, "next_balance");
    rows.number("curr->pid", queue.curr().pid());
    rows.msOf(rq, "clock");
    rows.msOf(rq, "clock_task");
    rows.numberOf(rq, "avg_idle");
    rows.numberOf(rq, "max_idle_balance_cost");
    if (SchedStatistics.areOn(kernel)) {
      for (String counter :
          List.of("yld_count", "sched_count", "sched_goidle", "ttwu_count", "ttwu_local")) {
        rows.numberOf(rq, counter);
      }
    }
    for (CfsRq fair : queue.leafCfsRqs()) {
      SchedDebugCfs.write(queue, fair, out);
    }
    for (Value realTime : queue.rtRqs()) {
      realTime(queue, realTime, out);
    }
    deadline(queue, out);
    tasks.write(queue, out);
    out.append('\n');
  }

  /** {@code print_rt_rq()}. */
  private static void realTime(RunQueue queue, Value rt, Text out) {
    boolean grouped = rt.program().hasMember("struct task_group", "rt_rq");
    out.line(
        "\nrt_rq[%d]:%s", queue.cpu(), grouped ? new TaskGroup(rt.field("tg").deref()).path() : "");
    SchedRows rows = SchedRows.ofQueue(out);
    rows.numberOf(rt, "rt_nr_running");
    rows.numberOf(rt, "rt_nr_migratory");
    rows.numberOf(rt, "rt_throttled");
    rows.msOf(rt, "rt_time");
    rows.msOf(rt, "rt_runtime");
  }

  /** {@code print_dl_rq()}. */
  private static void deadline(RunQueue queue, Text out) {
    Value dl = queue.value().field("dl");
    out.line("\ndl_rq[%d]:", queue.cpu());
    SchedRows rows = SchedRows.ofQueue(out);
    rows.numberOf(dl, "dl_nr_running");
    rows.numberOf(dl, "dl_nr_migratory");
    Value bandwidth =
        queue.value().has("rd") ? queue.value().field("rd").field("dl_bw") : dl.field("dl_bw");
    rows.number("dl_bw->bw", bandwidth.field("bw").asLong());
    rows.number("dl_bw->total_bw", bandwidth.field("total_bw").asLong());
  }
}
