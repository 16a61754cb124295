package org.vmcore.kernel.sysctl;

import org.vmcore.model.NoSuchSymbol;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code HZ}: jiffies of a second. */
final class Hz {
  private static final long NSEC_PER_SEC = 1_000_000_000;

  private Hz() {}

  /**
   * From the length of a tick: {@code tick_nsec} of {@code kernel/time/ntp.c}, where it is no
   * longer a variable (7.x) the rate of the clock that counts jiffies, {@code
   * kernel/time/jiffies.c}.
   */
  static long of(Program kernel) {
    long tick =
        kernel
            .findSymbol("tick_nsec")
            .map(Value::asLong)
            .orElseGet(() -> jiffyOf(kernel.symbol("clocksource_jiffies")));
    if (tick <= 0 || tick > NSEC_PER_SEC) {
      throw new NoSuchSymbol("tick_nsec", "absurd length of a tick " + tick);
    }
    return Math.round((double) NSEC_PER_SEC / tick);
  }

  private static long jiffyOf(Value clock) {
    return (clock.field("mult").asLong() & 0xffffffffL) >> clock.field("shift").asInt();
  }
}
