package org.vmcore.kernel.sysctl;

import org.vmcore.model.NoSuchSymbol;
import org.vmcore.model.Program;

/** {@code HZ}: jiffies of a second. */
final class Hz {
  private static final long NSEC_PER_SEC = 1_000_000_000;

  private Hz() {}

  /** From the length of a tick, {@code tick_nsec} of {@code kernel/time/ntp.c}. */
  static long of(Program kernel) {
    long tick = kernel.symbol("tick_nsec").asLong();
    if (tick <= 0 || tick > NSEC_PER_SEC) {
      throw new NoSuchSymbol("tick_nsec", "absurd length of a tick " + tick);
    }
    return Math.round((double) NSEC_PER_SEC / tick);
  }
}
