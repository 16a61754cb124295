package org.vmcore.emit.commands.networking;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class QdiscOptionsTest {
  @Test
  void writesTimesWithThreeDigits() {
    assertThat(QdiscOptions.time(999), is("999us"));
    assertThat(QdiscOptions.time(4999), is("5ms"));
    assertThat(QdiscOptions.time(1_500_000), is("1.5s"));
  }

  @Test
  void takesLargerUnitsWhenLittleIsLost() {
    assertThat(QdiscOptions.size(32 << 20), is("32Mb"));
    assertThat(QdiscOptions.size(1514), is("1514b"));
    assertThat(QdiscOptions.size(2050), is("2Kb"));
    assertThat(QdiscOptions.size(0), is("0b"));
  }
}
