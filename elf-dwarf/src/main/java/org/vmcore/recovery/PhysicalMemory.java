package org.vmcore.recovery;

import java.util.Arrays;
import org.vmcore.dump.Dump;
import org.vmcore.dump.MemoryFault;
import org.vmcore.dump.Page;

/** Bytes at physical addresses, over the borders of pages. */
final class PhysicalMemory {
  private PhysicalMemory() {}

  /** Up to so many bytes from an address on: fewer, where the dump holds no more. */
  static byte[] read(Dump dump, long paddr, int maxBytes) {
    byte[] bytes = new byte[maxBytes];
    int done = 0;
    try {
      while (done < maxBytes) {
        Page page = dump.page(paddr + done);
        int from = (int) (paddr + done - page.paddr());
        int run = Math.min(page.sizeBytes() - from, maxBytes - done);
        System.arraycopy(page.bytes(), page.offset() + from, bytes, done, run);
        done += run;
      }
    } catch (MemoryFault end) {
      return Arrays.copyOf(bytes, done);
    }
    return bytes;
  }
}
