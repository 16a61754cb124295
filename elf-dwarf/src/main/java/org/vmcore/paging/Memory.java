package org.vmcore.paging;

import java.nio.ByteOrder;

/** One address space: reads in the byte order of the dumped machine. Thread-safe. */
public interface Memory {
  ByteOrder order();

  /**
   * Copies {@code length} bytes from {@code address} on; the range may cross pages.
   *
   * @throws org.vmcore.dump.MemoryFault at the first byte that cannot be read
   */
  void read(long address, byte[] target, int offset, int length);

  /** Whether the byte at {@code address} can be read; never throws. */
  boolean isReadable(long address);

  int u8(long address);

  int u16(long address);

  /** 32 bits as they are; widen with {@code & 0xffffffffL}. */
  int u32(long address);

  long u64(long address);

  default byte[] read(long address, int length) {
    byte[] bytes = new byte[length];
    read(address, bytes, 0, length);
    return bytes;
  }
}
