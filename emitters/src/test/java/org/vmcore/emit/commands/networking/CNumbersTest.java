package org.vmcore.emit.commands.networking;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class CNumbersTest {
  private static String g(String number) {
    return CNumbers.g(new BigDecimal(number));
  }

  @Test
  void dropsZerosAtTheEnd() {
    assertThat(g("8.900"), is("8.9"));
    assertThat(g("200.000"), is("200"));
    assertThat(g("0.060"), is("0.06"));
    assertThat(g("0.000"), is("0"));
  }

  @Test
  void keepsSixDigits() {
    assertThat(g("1234.5678"), is("1234.57"));
    assertThat(g("123456.7"), is("123457"));
  }

  @Test
  void writesLargeAndSmallNumbersWithAnExponent() {
    assertThat(g("64000000"), is("6.4e+07"));
    assertThat(g("999999.5"), is("1e+06"));
    assertThat(g("0.00001"), is("1e-05"));
  }
}
