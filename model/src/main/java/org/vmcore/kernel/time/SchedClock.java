package org.vmcore.kernel.time;

import java.util.List;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.kernel.printk.LogRecord;
import org.vmcore.kernel.printk.Printk;
import org.vmcore.model.Program;

/** {@code sched_clock()}: the scheduler's and the log's nanoseconds since boot. */
public final class SchedClock {
  private SchedClock() {}

  /** The last that was seen of it: by a run queue, or by the log on the way down. */
  public static long nowNs(Program kernel) {
    return kernel.computed(SchedClock.class, SchedClock::last);
  }

  private static long last(Program kernel) {
    PerCpu perCpu = PerCpu.of(kernel);
    long ofRunQueues =
        CpuMask.online(kernel).stream()
            .mapToLong(cpu -> perCpu.variable("runqueues", cpu).field("clock").asLong())
            .max()
            .orElse(0);
    List<LogRecord> records = Printk.of(kernel).records();
    return records.isEmpty()
        ? ofRunQueues
        : Math.max(ofRunQueues, records.get(records.size() - 1).timeNs());
  }
}
