package org.vmcore.io;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ByteSourceTest {
  /** A list of 2 GiB that a header announces. */
  private static final int ANNOUNCED_BYTES = Integer.MAX_VALUE;

  private final ByteSource source = new ArraySource("built", new byte[64]);

  @Test
  void noArrayIsMadeForBytesThatAreNotThere() {
    assertThrows(MalformedInput.class, () -> source.read(0, ANNOUNCED_BYTES));
    assertThrows(MalformedInput.class, () -> source.read(0, -1));
    assertThrows(MalformedInput.class, () -> source.slice("part", 16, 32).read(0, ANNOUNCED_BYTES));
  }
}
