package org.vmcore.paging;

import java.util.Optional;

/**
 * aarch64, {@code arch/arm64/include/asm/pgtable-hwdef.h}: granules of 4, 16 and 64 KiB, 36 to 52
 * bits of address.
 *
 * @param pageShift 12, 14 or 16
 * @param bits width of the virtual addresses that the tables translate
 * @param kernelHalf whether the upper half (TTBR1) is translated, or the lower one
 * @param swapEntries what the lower half has of memory that is not present
 */
public record Arm64PageTables(
    int pageShift, int bits, boolean kernelHalf, Arm64SwapEntries swapEntries)
    implements PageTableForm {
  private static final int WIDE = 52; // with LPA or LPA2
  private static final long VALID = 1;
  private static final long TABLE_OR_PAGE = 2;
  private static final long RDONLY = 1 << 7; // PTE_RDONLY
  private static final long AF = 1 << 10; // PTE_AF
  private static final long SPECIAL = 1L << 56; // PTE_SPECIAL
  private static final long WRITE = 1L << 51; // PTE_WRITE, hardware's DBM
  private static final long DIRTY = 1L << 55; // PTE_DIRTY
  private static final long ADDRESS_48 = (1L << 48) - 1;

  /** Where it does not matter what swap entries say. */
  public Arm64PageTables(int pageShift, int bits, boolean kernelHalf) {
    this(pageShift, bits, kernelHalf, Arm64SwapEntries.UNKNOWN);
  }

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
    if ((entry & VALID) == 0) {
      return !kernelHalf && isWithoutRights(level, entry);
    }
    return (entry & TABLE_OR_PAGE) != 0 || level > 1 && level <= largestBlockLevel();
  }

  /**
   * User memory that may not be touched (PROT_NONE, NUMA hints) keeps its entry but for the valid
   * bit; a swap entry has both low bits clear.
   */
  private boolean isWithoutRights(int level, long entry) {
    return level == 1
        ? (entry & TABLE_OR_PAGE) != 0
        : level == 2 && (entry & TABLE_OR_PAGE) == 0 && swapEntries.isPresent(entry);
  }

  @Override
  public Optional<SwapEntry> swapEntry(int level, long entry) {
    return swapEntries.entry(entry);
  }

  /** The level of the largest block: with 52 bits of address one higher than without. */
  private int largestBlockLevel() {
    return (pageShift == 12 ? 3 : 2) + (bits == WIDE ? 1 : 0);
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
    if (bits == WIDE) {
      return low | (entry & 3L << 48) | (entry >>> 8 & 3) << 50; // LPA2: 51:50 stand in 9:8
    }
    return low;
  }

  @Override
  public boolean isYoung(int level, long entry) {
    return (entry & AF) != 0;
  }

  /** Marked by software, or writable and no longer protected: so hardware marks it. */
  @Override
  public boolean isDirty(int level, long entry) {
    return (entry & DIRTY) != 0 || (entry & WRITE) != 0 && (entry & RDONLY) == 0;
  }

  @Override
  public boolean isSpecial(int level, long entry) {
    return (entry & SPECIAL) != 0;
  }
}
