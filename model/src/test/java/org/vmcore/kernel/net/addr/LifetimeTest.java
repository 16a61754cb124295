package org.vmcore.kernel.net.addr;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class LifetimeTest {
  private static final long FOREVER = 0xffffffffL;

  @Test
  void countsDownBothTimesAndStopsAtZero() {
    assertThat(Lifetime.left(100, 10, 20), is(new Lifetime(80, 0)));
  }

  @Test
  void leavesValidityAloneWhileAlwaysPreferred() {
    assertThat(Lifetime.left(100, FOREVER, 20), is(new Lifetime(100, FOREVER)));
  }

  @Test
  void endsOnlyThePreferenceOfWhatIsValidForever() {
    assertThat(Lifetime.left(FOREVER, 30, 20), is(new Lifetime(FOREVER, 10)));
  }
}
