package org.vmcore.kernel.time;

import org.vmcore.model.Malformed;
import org.vmcore.model.NoSuchSymbol;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * The two rates at which the kernel counts time: {@code HZ} (jiffies) within, {@code USER_HZ}
 * (clock ticks) towards processes.
 */
public final class Hz {
  /** {@code USER_HZ}, {@code include/asm-generic/param.h}: the same on all machines. */
  public static final int USER_HZ = 100;

  private static final long NSEC_PER_SEC = 1_000_000_000L;
  private static final long NSEC_PER_CLOCK = NSEC_PER_SEC / USER_HZ;

  private Hz() {}

  /**
   * {@code HZ}, which no variable holds: from the length of a jiffy.
   *
   * @throws NoSuchSymbol when the kernel does not tell it
   */
  public static int of(Program kernel) {
    return kernel.computed(Hz.class, k -> Math.toIntExact(Math.round(1e9 / tickNs(k))));
  }

  /** {@code TICK_NSEC}: a jiffy in nanoseconds. */
  public static long tickNs(Program kernel) {
    long tick =
        kernel.hasSymbol("clocksource_jiffies") ? fromClocksource(kernel) : variable(kernel);
    if (tick < NSEC_PER_SEC / 100_000 || tick > NSEC_PER_SEC) {
      throw new Malformed("absurd length of a jiffy: " + tick + " ns", "struct clocksource", 0);
    }
    return tick;
  }

  /** {@code kernel/time/jiffies.c}: {@code mult} is a jiffy's length, shifted. */
  private static long fromClocksource(Program kernel) {
    Value jiffies = kernel.symbol("clocksource_jiffies");
    return (jiffies.field("mult").asLong() & 0xffffffffL) >> jiffies.field("shift").asInt();
  }

  /** {@code kernel/time/ntp.c}: adjusted by {@code adjtimex()}, so second choice. */
  private static long variable(Program kernel) {
    return kernel.symbol("tick_nsec").asLong();
  }

  /** {@code jiffies}. */
  public static long jiffies(Program kernel) {
    return kernel.symbol("jiffies_64").asLong();
  }

  /** Jiffies since boot: the counter starts five minutes before it wraps. */
  public static long jiffiesSinceBoot(Program kernel) {
    return jiffies(kernel) - initialJiffies(kernel);
  }

  /** {@code INITIAL_JIFFIES}, {@code include/linux/jiffies.h}. */
  public static long initialJiffies(Program kernel) {
    return -300L * of(kernel) & 0xffffffffL;
  }

  /** {@code nsec_to_clock_t()}: nanoseconds to clock ticks. */
  public static long nsecToClockT(long ns) {
    return Long.divideUnsigned(ns, NSEC_PER_CLOCK);
  }

  /** {@code jiffies_to_clock_t()}. */
  public static long jiffiesToClockT(Program kernel, long jiffies) {
    long hz = of(kernel);
    return hz % USER_HZ == 0
        ? Long.divideUnsigned(jiffies, hz / USER_HZ)
        : Long.divideUnsigned(jiffies * tickNs(kernel), NSEC_PER_CLOCK);
  }

  /** {@code jiffies_to_msecs()}. */
  public static long jiffiesToMsecs(Program kernel, long jiffies) {
    long hz = of(kernel);
    return 1000 % hz == 0
        ? jiffies * (1000 / hz)
        : Long.divideUnsigned(jiffies * 1000 + hz - 1, hz);
  }
}
