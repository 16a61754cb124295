package org.vmcore.kernel.sched;

import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;

/** {@code avenrun[]} of {@code kernel/sched/loadavg.c}: averages over 1, 5 and 15 minutes. */
public final class LoadAverage {
  private static final int FSHIFT = 11; // include/linux/sched/loadavg.h
  private static final long FIXED_1 = 1L << FSHIFT;
  private static final long ROUNDING = FIXED_1 / 200; // half a hundredth

  private final long[] hundredths = new long[3];

  private LoadAverage(Program kernel) {
    for (int i = 0; i < hundredths.length; i++) {
      long average = kernel.symbol("avenrun").index(i).asLong() + ROUNDING;
      hundredths[i] = (average >> FSHIFT) * 100 + ((average & FIXED_1 - 1) * 100 >> FSHIFT);
    }
  }

  public static LoadAverage of(Program kernel) {
    return new LoadAverage(kernel);
  }

  /** With two digits behind the point; 0 is the average over a minute, 2 over a quarter. */
  public String text(int which) {
    long rest = hundredths[which] % 100;
    return hundredths[which] / 100 + (rest < 10 ? ".0" : ".") + rest;
  }

  /** {@code nr_running()}: threads that run or wait for a CPU. */
  public static long nrRunning(Program kernel) {
    PerCpu perCpu = PerCpu.of(kernel);
    return CpuMask.online(kernel).stream()
        .mapToLong(cpu -> perCpu.variable("runqueues", cpu).field("nr_running").asLong())
        .sum();
  }
}
