package org.vmcore.emit.commands.networking;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.vmcore.emit.Text;

/** Numbers as C's {@code printf} writes them. */
final class CNumbers {
  private static final int DIGITS = 6; // of %g
  private static final int LEAST_EXPONENT = -4;

  private CNumbers() {}

  /** {@code %g}: six digits that count, without zeros at the end. */
  static String g(BigDecimal number) {
    if (number.signum() == 0) {
      return "0";
    }
    BigDecimal rounded = number.round(new MathContext(DIGITS, RoundingMode.HALF_EVEN));
    BigDecimal shortest = rounded.stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= LEAST_EXPONENT && exponent < DIGITS) {
      return shortest.toPlainString();
    }
    String mantissa = shortest.scaleByPowerOfTen(-exponent).toPlainString();
    return mantissa + Text.format("e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
  }
}
