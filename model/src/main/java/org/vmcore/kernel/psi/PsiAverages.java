package org.vmcore.kernel.psi;

/** The running averages of {@code kernel/sched/psi.c} over 10, 60 and 300 seconds. */
final class PsiAverages {
  private static final int FSHIFT = 11; // include/linux/sched/loadavg.h
  private static final long FIXED_1 = 1L << FSHIFT;
  private static final long[] EXP = {1677, 1981, 2034}; // kernel/sched/psi.c, for periods of 2 s

  private PsiAverages() {}

  /** {@code calc_avgs()}: a period's sample added, after so many periods without any. */
  static long[] calcAvgs(long[] averages, long missedPeriods, long timeNs, long periodNs) {
    long percent = periodNs == 0 ? 0 : Long.divideUnsigned(timeNs * 100, periodNs);
    long[] updated = new long[averages.length];
    for (int i = 0; i < averages.length; i++) {
      long decayed =
          missedPeriods == 0
              ? averages[i]
              : calcLoad(averages[i], fixedPower(EXP[i], missedPeriods), 0);
      updated[i] = calcLoad(decayed, EXP[i], percent * FIXED_1);
    }
    return updated;
  }

  /** {@code calc_load()}. */
  private static long calcLoad(long load, long exp, long active) {
    long sum = load * exp + active * (FIXED_1 - exp);
    return (active >= load ? sum + FIXED_1 - 1 : sum) / FIXED_1;
  }

  /** {@code fixed_power_int()}. */
  private static long fixedPower(long base, long exponent) {
    long result = FIXED_1;
    long factor = base;
    for (long rest = exponent; rest > 0; rest >>= 1) {
      if ((rest & 1) != 0) {
        result = result * factor + FIXED_1 / 2 >> FSHIFT;
      }
      factor = factor * factor + FIXED_1 / 2 >> FSHIFT;
    }
    return result;
  }

  /** {@code LOAD_INT()} and {@code LOAD_FRAC()}: {@code 1.25}. */
  static String text(long average) {
    long hundredths = (average & FIXED_1 - 1) * 100 >> FSHIFT;
    return (average >> FSHIFT) + (hundredths < 10 ? ".0" : ".") + hundredths;
  }
}
