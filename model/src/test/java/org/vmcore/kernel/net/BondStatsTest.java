package org.vmcore.kernel.net;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class BondStatsTest {
  @Test
  void addsWhatASlaveHasCountedSince() {
    assertThat(BondStats.since(1500, 1000), is(500L));
  }

  @Test
  void aCounterOf32BitsMayHaveRunOver() {
    assertThat(BondStats.since(0x10, 0xfffffff0L), is(0x20L));
  }

  @Test
  void aDriverThatBeganAnewTakesNothingBack() {
    assertThat(BondStats.since(5, 1000), is(0L));
    assertThat(BondStats.since(5, 1L << 40), is(0L));
  }
}
