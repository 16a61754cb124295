package org.vmcore.kernel.sched;

import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;

/**
 * When tasks last got a CPU, by the scheduler's clock: {@code sched_info.last_arrival}, {@code
 * kernel/sched/stats.h}. Immutable.
 *
 * @param nowNs where the clock stood on the CPU that looked at it last
 */
public record LastRun(long nowNs) {
  public static LastRun of(Program kernel) {
    return kernel.computed(LastRun.class, k -> new LastRun(latest(k)));
  }

  private static long latest(Program kernel) {
    return CpuMask.online(kernel).stream().mapToLong(cpu -> clockNs(kernel, cpu)).max().orElse(0);
  }

  private static long clockNs(Program kernel, int cpu) {
    try {
      return RunQueue.of(kernel, cpu).clockNs();
    } catch (MemoryFault fault) {
      return 0; // other CPUs tell
    }
  }

  /** When the task last got a CPU; of kernels that do not count that, when it last used one. */
  public long atNs(Task task) {
    return MemberVariants.first(task.value(), "sched_info.last_arrival", "se.exec_start").asLong();
  }

  /** How long that was ago: not before the task began to wait. */
  public long agoNs(Task task) {
    return Math.max(0, nowNs - atNs(task));
  }
}
