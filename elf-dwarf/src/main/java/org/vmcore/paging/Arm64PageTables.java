package org.vmcore.paging;

/**
 * aarch64, {@code arch/arm64/include/asm/pgtable-hwdef.h}: granules of 4, 16 and 64 KiB, 36 to 52
 * bits of address.
 *
 * @param pageShift 12, 14 or 16
 * @param bits width of the virtual addresses that the tables translate
 * @param kernelHalf whether the upper half (TTBR1) is translated, or the lower one
 */
record Arm64PageTables(int pageShift, int bits, boolean kernelHalf) implements PageTableForm {
  private static final long VALID = 1;
  private static final long TABLE_OR_PAGE = 2;
  private static final long PROT_NONE = 1L << 58; // PTE_PROT_NONE, user pages only
  private static final long ADDRESS_48 = (1L << 48) - 1;

  @Override
  public int levels() {
    return (bits - pageShift + perLevel() - 1) / perLevel();
  }

  private int perLevel() {
    return pageShift - 3;
  }

  @Override
  public int shift(int level) {
    return pageShift + perLevel() * (level - 1);
  }

  /** The top table may be shorter than a page. */
  @Override
  public int indexBits(int level) {
    return Math.min(perLevel(), bits - shift(level));
  }

  /** The top byte may hold a tag (TBI, KASAN); bit 55 tells the half. */
  @Override
  public boolean isCanonical(long vaddr) {
    int ignored = 8;
    long untagged = vaddr << ignored >> ignored;
    return kernelHalf ? untagged >>> bits == -1L >>> bits : untagged >>> bits == 0;
  }

  @Override
  public boolean isPresent(int level, long entry) {
    if (level == 1 && !kernelHalf && (entry & VALID) == 0) {
      return (entry & PROT_NONE) != 0;
    }
    return (entry & VALID) != 0 && (level > 1 || (entry & TABLE_OR_PAGE) != 0);
  }

  @Override
  public boolean isLeaf(int level, long entry) {
    return level == 1 || (entry & TABLE_OR_PAGE) == 0;
  }

  @Override
  public long address(int level, long entry) {
    long low = entry & ADDRESS_48 & -(1L << pageShift);
    if (pageShift == 16) {
      return low | (entry >>> 12 & 0xf) << 48; // LPA: bits 51:48 stand in 15:12
    }
    if (bits == 52) {
      return low | (entry & 3L << 48) | (entry >>> 8 & 3) << 50; // LPA2: 51:50 stand in 9:8
    }
    return low;
  }
}
