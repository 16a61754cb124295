package org.vmcore.kernel.mm;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class PageFlagsTest {
  @Test
  void oneThingNeedsNoBits() {
    assertThat(PageFlags.bitsFor(1), is(0));
    assertThat(PageFlags.bitsFor(0), is(0));
  }

  @Test
  void asManyBitsAsTellTheLastThingFromTheOthers() {
    assertThat(PageFlags.bitsFor(2), is(1));
    assertThat(PageFlags.bitsFor(4), is(2));
    assertThat(PageFlags.bitsFor(5), is(3));
    assertThat(PageFlags.bitsFor(1024), is(10));
  }
}
