package org.vmcore.paging;

/**
 * s390x, {@code arch/s390/include/asm/pgtable.h}: page tables of 256 entries below segment tables
 * and up to three levels of region tables of 2048. An entry of a region table says which quarters
 * of the next table there are.
 *
 * @param levels 2 to 5
 * @param kernel whether the tables are the kernel's: those of processes mark pages that were not
 *     used of late as invalid
 */
public record S390PageTables(int levels, boolean kernel) implements PageTableForm {
  private static final int[] SHIFTS = {0, 12, 20, 31, 42, 53};
  private static final long PAGE_PRESENT = 0x001; // _PAGE_PRESENT, software's
  private static final long PAGE_YOUNG = 0x004; // _PAGE_YOUNG
  private static final long SPECIAL = 1L << 6; // _PAGE_SPECIAL
  private static final long PAGE_DIRTY = 0x008; // _PAGE_DIRTY
  private static final long PAGE_INVALID = 0x400; // _PAGE_INVALID
  private static final long INVALID = 0x20; // _SEGMENT_ENTRY_INVALID, _REGION_ENTRY_INVALID
  private static final long LARGE = 0x400; // _SEGMENT_ENTRY_LARGE, _REGION3_ENTRY_LARGE
  private static final long LARGE_YOUNG = 0x1000; // _SEGMENT_ENTRY_YOUNG
  private static final long LARGE_DIRTY = 0x2000; // _SEGMENT_ENTRY_DIRTY
  private static final int QUARTER_SHIFT = 9;

  /** How many levels there are below and with the table that this entry stands in. */
  static int levelsAt(long firstEntryOfRoot) {
    return 2 + (int) (firstEntryOfRoot >>> 2 & 3); // _REGION_ENTRY_TYPE_MASK
  }

  @Override
  public int shift(int level) {
    return SHIFTS[level];
  }

  @Override
  public int indexBits(int level) {
    return level == 1 ? 8 : 11;
  }

  @Override
  public boolean isCanonical(long vaddr) {
    int bits = shift(levels) + indexBits(levels);
    return bits >= Long.SIZE || vaddr >>> bits == 0;
  }

  @Override
  public boolean isPresent(int level, long entry) {
    if (level == 1) {
      return (entry & PAGE_INVALID) == 0 || !kernel && (entry & PAGE_PRESENT) != 0;
    }
    boolean valid = (entry & INVALID) == 0 || !kernel && level == 2 && (entry & LARGE) != 0;
    return valid && levelsAt(entry) == level;
  }

  @Override
  public boolean isLeaf(int level, long entry) {
    return level == 1 || level <= 3 && (entry & LARGE) != 0;
  }

  @Override
  public long address(int level, long entry) {
    return entry & (level == 2 && !isLeaf(level, entry) ? ~0x7ffL : ~0xfffL);
  }

  @Override
  public boolean reaches(int level, long entry, long index) {
    if (level <= 2) {
      return true; // page tables are whole
    }
    long quarter = index >>> QUARTER_SHIFT;
    return quarter >= (entry >>> 6 & 3) && quarter <= (entry & 3);
  }

  @Override
  public boolean isNone(int level, long entry) {
    return level == 1 ? entry == PAGE_INVALID : !isPresent(level, entry);
  }

  @Override
  public boolean isYoung(int level, long entry) {
    return (entry & (level == 1 ? PAGE_YOUNG : LARGE_YOUNG)) != 0;
  }

  @Override
  public boolean isDirty(int level, long entry) {
    return (entry & (level == 1 ? PAGE_DIRTY : LARGE_DIRTY)) != 0;
  }

  @Override
  public boolean isSpecial(int level, long entry) {
    return level == 1 && (entry & SPECIAL) != 0;
  }
}
