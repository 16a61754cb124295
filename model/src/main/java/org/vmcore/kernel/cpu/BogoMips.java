package org.vmcore.kernel.cpu;

import org.vmcore.kernel.time.Hz;
import org.vmcore.model.Value;

/** {@code loops_per_jiffy} as millions of them in a second, halved. */
public final class BogoMips {
  private BogoMips() {}

  /** Two digits after the point. */
  public static String of(Value loopsPerJiffy) {
    long hz = Hz.of(loopsPerJiffy.program());
    long loops = loopsPerJiffy.asLong();
    long hundredths = Long.remainderUnsigned(Long.divideUnsigned(loops, 5000 / hz), 100);
    return Long.toUnsignedString(Long.divideUnsigned(loops, 500_000 / hz))
        + (hundredths < 10 ? ".0" : ".")
        + hundredths;
  }
}
