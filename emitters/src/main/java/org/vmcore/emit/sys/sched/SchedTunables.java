package org.vmcore.emit.sys.sched;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.config.Uts;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * What can be tuned about the scheduler, {@code sched_init_debug()}, {@code kernel/sched/debug.c}.
 */
final class SchedTunables {
  private static final String DIRECTORY = "sys/kernel/debug/sched/";

  @Emits(
      value = DIRECTORY + "features",
      needs = {"sched_debug_fops", "sched_feat_names"})
  void features(Program kernel, Text out) {
    long on = kernel.symbol("sysctl_sched_features").asLong();
    List<Value> names = kernel.symbol("sched_feat_names").elements();
    for (int i = 0; i < names.size(); i++) {
      out.print("%s%s ", (on >> i & 1) != 0 ? "" : "NO_", names.get(i).asString());
    }
    out.append('\n');
  }

  @Emits(value = DIRECTORY + "verbose", needs = "sched_debug_verbose")
  void verbose(Program kernel, Text out) {
    out.line(kernel.symbol("sched_debug_verbose").asBoolean() ? "Y" : "N");
  }

  /** {@code sched_dynamic_show()}: how eagerly tasks are preempted; the one in use in brackets. */
  @Emits(value = DIRECTORY + "preempt", needs = "preempt_dynamic_mode")
  void preempt(Program kernel, Text out) {
    long mode = kernel.symbol("preempt_dynamic_mode").asLong();
    List<String> modes = new ArrayList<>(List.of("none", "voluntary", "full"));
    if (kernel.findEnumerator("preempt_dynamic_lazy").isPresent()) { // since 6.13
      modes.add("lazy");
    }
    for (int i = isWithoutWeakModes(kernel) ? 2 : 0; i < modes.size(); i++) {
      out.print(i == mode ? "(%s) " : "%s ", modes.get(i));
    }
    out.append('\n');
  }

  /** Real-time kernels know no others than full and lazy; since 7.0 all that know lazy do so. */
  private static boolean isWithoutWeakModes(Program kernel) {
    return Uts.of(kernel).version().contains("PREEMPT_RT") || kernel.hasSymbol("preempt_modes");
  }

  @Emits(
      value = DIRECTORY + "latency_ns",
      needs = {"sched_debug_fops", "sysctl_sched_latency"})
  void latency(Program kernel, Text out) {
    number(kernel, "sysctl_sched_latency", out);
  }

  @Emits(
      value = DIRECTORY + "min_granularity_ns",
      needs = {"sched_debug_fops", "sysctl_sched_min_granularity"})
  void minGranularity(Program kernel, Text out) {
    number(kernel, "sysctl_sched_min_granularity", out);
  }

  @Emits(
      value = DIRECTORY + "idle_min_granularity_ns",
      needs = {"sched_debug_fops", "sysctl_sched_idle_min_granularity"})
  void idleMinGranularity(Program kernel, Text out) {
    number(kernel, "sysctl_sched_idle_min_granularity", out);
  }

  @Emits(
      value = DIRECTORY + "wakeup_granularity_ns",
      needs = {"sched_debug_fops", "sysctl_sched_wakeup_granularity"})
  void wakeupGranularity(Program kernel, Text out) {
    number(kernel, "sysctl_sched_wakeup_granularity", out);
  }

  @Emits(
      value = DIRECTORY + "base_slice_ns",
      needs = {"sched_debug_fops", "sysctl_sched_base_slice"})
  void baseSlice(Program kernel, Text out) {
    number(kernel, "sysctl_sched_base_slice", out);
  }

  @Emits(
      value = DIRECTORY + "latency_warn_ms",
      needs = {"sched_debug_fops", "sysctl_resched_latency_warn_ms"})
  void latencyWarn(Program kernel, Text out) {
    number(kernel, "sysctl_resched_latency_warn_ms", out);
  }

  @Emits(
      value = DIRECTORY + "latency_warn_once",
      needs = {"sched_debug_fops", "sysctl_resched_latency_warn_once"})
  void latencyWarnOnce(Program kernel, Text out) {
    number(kernel, "sysctl_resched_latency_warn_once", out);
  }

  @Emits(
      value = DIRECTORY + "tunable_scaling",
      needs = {"sched_debug_fops", "sysctl_sched_tunable_scaling"})
  void tunableScaling(Program kernel, Text out) {
    number(kernel, "sysctl_sched_tunable_scaling", out);
  }

  @Emits(
      value = DIRECTORY + "migration_cost_ns",
      needs = {"sched_debug_fops", "sysctl_sched_migration_cost"})
  void migrationCost(Program kernel, Text out) {
    number(kernel, "sysctl_sched_migration_cost", out);
  }

  @Emits(
      value = DIRECTORY + "nr_migrate",
      needs = {"sched_debug_fops", "sysctl_sched_nr_migrate"})
  void nrMigrate(Program kernel, Text out) {
    number(kernel, "sysctl_sched_nr_migrate", out);
  }

  private static void number(Program kernel, String symbol, Text out) {
    out.line("%u", kernel.symbol(symbol).asLong() & 0xffffffffL);
  }
}
