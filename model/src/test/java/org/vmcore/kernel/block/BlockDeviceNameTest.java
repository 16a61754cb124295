package org.vmcore.kernel.block;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class BlockDeviceNameTest {
  @Test
  void aWholeDiskIsCalledAsTheDisk() {
    assertThat(BlockDevice.name("sda", 0), is("sda"));
  }

  @Test
  void aPartitionsNumberFollowsTheName() {
    assertThat(BlockDevice.name("sda", 12), is("sda12"));
  }

  @Test
  void aLetterKeepsTheNumbersApart() {
    assertThat(BlockDevice.name("nvme0n1", 2), is("nvme0n1p2"));
  }
}
