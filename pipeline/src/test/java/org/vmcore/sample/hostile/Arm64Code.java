package org.vmcore.sample.hostile;

import org.vmcore.dump.Dump;
import org.vmcore.dump.ForwardingDump;
import org.vmcore.dump.Page;

/**
 * A dump with code of aarch64 in place of the kernel's text: pairs of {@code adrp} and {@code add}
 * that refer to one place after the other, so that each function refers to some of them.
 */
final class Arm64Code extends ForwardingDump {
  private static final long ADRP_X0 = 0x9000_0000L;
  private static final long ADD_X0_X0 = 0x9100_0000L;
  private static final int PAIR_BYTES = 8;

  private final long vaddr;
  private final long paddr;
  private final long sizeBytes;
  private final long[] places;

  /**
   * @param vaddr where the text starts
   * @param paddr the same, physically
   * @param places what functions refer to
   */
  Arm64Code(Dump dump, long vaddr, long paddr, long sizeBytes, long[] places) {
    super(dump);
    this.vaddr = vaddr;
    this.paddr = paddr;
    this.sizeBytes = sizeBytes;
    this.places = places.clone();
  }

  @Override
  public Page page(long address) {
    Page page = dump.page(address);
    long from = Math.max(page.paddr(), paddr);
    long to = Math.min(page.paddr() + page.sizeBytes(), paddr + sizeBytes);
    if (from >= to) {
      return page;
    }
    byte[] copy = new byte[page.sizeBytes()];
    System.arraycopy(page.bytes(), page.offset(), copy, 0, copy.length);
    for (long at = from; at < to; at++) {
      int shift = Byte.SIZE * (int) (at & PAIR_BYTES - 1);
      copy[(int) (at - page.paddr())] = (byte) (pair(at - paddr + vaddr) >>> shift);
    }
    return new Page(page.paddr(), copy, 0, copy.length, page.isSaved());
  }

  /** Two instructions, the first in the lower half. */
  private long pair(long address) {
    long first = address & -PAIR_BYTES;
    long place = places[(int) Long.remainderUnsigned(first / PAIR_BYTES, places.length)];
    long pages = (place >> 12) - (first >> 12);
    long adrp = ADRP_X0 | (pages & 3) << 29 | (pages >> 2 & 0x7_ffff) << 5;
    long add = ADD_X0_X0 | (place & 0xfff) << 10;
    return add << Integer.SIZE | adrp;
  }
}
