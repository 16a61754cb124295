package org.vmcore.sample;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class LikenessTest {
  @Test
  void equalTextsAreAlike() {
    assertThat(Likeness.of("MemTotal: 1 kB\n", "MemTotal: 1 kB\n"), is(1.0));
  }

  @Test
  void aMissingLineCounts() {
    assertThat(Likeness.of("a\nb\nc\n", "a\nb\nc\nd\n"), closeTo(0.75, 1e-9));
  }

  @Test
  void linesMayStandInAnotherOrder() {
    assertThat(Likeness.of("b\na\n", "a\nb\n"), is(1.0));
  }

  @Test
  void aNumberThatIsNearIsAsGood() {
    assertThat(Likeness.of("free 1000\n", "free 1020\n"), is(1.0));
    assertThat(Likeness.of("free 1000\n", "free 2000\n"), is(0.0));
  }

  @Test
  void ofALineWithManyNumbersTheNearOnesCount() {
    assertThat(Likeness.of("cpu 10 20 30 40\n", "cpu 10 20 99 99\n"), closeTo(0.5, 1e-9));
  }
}
