package org.vmcore.kernel.printk;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class SipHashTest {
  @Test
  void hashesEightBytesAsItsAuthorsPublished() {
    // key 00 01 .. 0f, message 00 01 .. 07, as numbers of a little-endian machine
    long hash = SipHash.of(0x0706050403020100L, 0x0f0e0d0c0b0a0908L, 0x0706050403020100L);

    assertThat(hash, is(0x93f5f5799a932462L));
  }
}
