package org.vmcore.kernel.percpu;

import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code struct percpu_counter}, {@code lib/percpu_counter.c}. */
public final class PercpuCounter {
  private PercpuCounter() {}

  /** {@code percpu_counter_read()}: what the CPUs have handed in so far. */
  public static long read(Value counter) {
    return counter.field("count").asLong();
  }

  /** {@code percpu_counter_read_positive()}. */
  public static long readPositive(Value counter) {
    return Math.max(0, read(counter));
  }

  /** {@code percpu_counter_sum()}: with what the CPUs still hold. */
  public static long sum(Value counter) {
    long sum = read(counter);
    if (!counter.has("counters")) {
      return sum; // a kernel without SMP
    }
    Value counters = counter.field("counters");
    if (counters.isNull()) {
      return sum;
    }
    Program kernel = counter.program();
    PerCpu perCpu = PerCpu.of(kernel);
    // A CPU that went away handed in what it had: all possible ones give the same sum.
    return sum
        + CpuMask.possible(kernel).stream()
            .mapToLong(cpu -> perCpu.ptr(counters, cpu).asLong())
            .sum();
  }

  /** {@code percpu_counter_sum_positive()}. */
  public static long sumPositive(Value counter) {
    return Math.max(0, sum(counter));
  }
}
