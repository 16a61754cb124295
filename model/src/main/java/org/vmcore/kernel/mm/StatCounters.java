package org.vmcore.kernel.mm;

import java.util.Optional;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * An array of counters that CPUs hand in to now and then, {@code mm/vmstat.c}: what was handed in,
 * and what the CPUs still hold. Immutable.
 */
final class StatCounters {
  private final long[] counts;
  private final long[] pending;

  /**
   * @param array the common counters: {@code atomic_long_t}
   * @param perCpu {@code __percpu} pointer to what each CPU holds, if there is such a thing
   * @param diff the array in it
   */
  StatCounters(Value array, Optional<Value> perCpu, String diff) {
    this.counts = atomics(array);
    this.pending = new long[counts.length];
    perCpu.filter(own -> own.has(diff)).ifPresent(own -> addPending(own, diff));
  }

  private void addPending(Value perCpu, String diff) {
    Program kernel = perCpu.program();
    // A CPU that went away handed in what it had: all possible ones give the same sum.
    for (int cpu : CpuMask.possible(kernel).stream().toArray()) {
      add(PerCpu.of(kernel).ptr(perCpu, cpu).field(diff).longs(), pending);
    }
  }

  /** The numbers of an array of {@code atomic_long_t}. */
  static long[] atomics(Value array) {
    return array.cast("unsigned long").addressOf().longs(array.length());
  }

  /** With what the CPUs still hold. */
  long get(int item) {
    return counts[item] + pending[item];
  }

  /** Adds what the CPUs still hold. */
  void addPendingTo(long[] sums) {
    add(pending, sums);
  }

  private static void add(long[] more, long[] sums) {
    for (int i = 0; i < sums.length && i < more.length; i++) {
      sums[i] += more[i];
    }
  }
}
