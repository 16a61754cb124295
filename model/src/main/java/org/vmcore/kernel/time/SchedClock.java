package org.vmcore.kernel.time;

import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.config.StaticKey;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.kernel.printk.LogRecord;
import org.vmcore.kernel.printk.Printk;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

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

  /**
   * What the hardware counted when {@link #nowNs} was last seen: the same, or where clocks of CPUs
   * do not agree, what the latest of them showed at its last tick.
   */
  public static long rawNs(Program kernel) {
    if (isStable(kernel).orElse(true)) {
      return nowNs(kernel)
          - kernel.findSymbol("__sched_clock_offset").map(Value::asLong).orElse(0L);
    }
    PerCpu perCpu = PerCpu.of(kernel);
    return CpuMask.online(kernel).stream()
        .mapToLong(cpu -> perCpu.variable("sched_clock_data", cpu).field("tick_raw").asLong())
        .max()
        .orElse(0);
  }

  /** {@code sched_clock_stable()}; empty where clocks of CPUs always agree. */
  public static Optional<Boolean> isStable(Program kernel) {
    return kernel.findSymbol("__sched_clock_stable").map(StaticKey::isEnabled);
  }
}
