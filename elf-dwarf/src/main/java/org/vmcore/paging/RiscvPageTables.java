package org.vmcore.paging;

/**
 * riscv64, {@code arch/riscv/include/asm/pgtable-64.h}: Sv39, Sv48 and Sv57 with 3 to 5 levels,
 * leaves at any of them, and runs of 64 KiB (Svnapot).
 */
public record RiscvPageTables(int levels) implements PageTableForm {
  private static final int PAGE_SHIFT = 12;
  private static final int INDEX_BITS = 9;
  private static final int PFN_SHIFT = 10; // _PAGE_PFN_SHIFT
  private static final long PFN_MASK = (1L << 44) - 1;
  private static final long PRESENT = 1; // _PAGE_PRESENT
  private static final long RIGHTS = 0b1110; // _PAGE_LEAF: read, write, execute
  private static final long PROT_NONE = 1 << 5; // _PAGE_PROT_NONE, where not present
  private static final long ACCESSED = 1 << 6; // _PAGE_ACCESSED
  private static final long SPECIAL = 1L << 8; // _PAGE_SPECIAL
  private static final long DIRTY = 1 << 7; // _PAGE_DIRTY
  private static final long NAPOT = 1L << 63; // _PAGE_NAPOT
  private static final int NAPOT_ORDER = 4; // NAPOT_CONT64KB_ORDER, the only one defined
  private static final long NAPOT_ORDER_MARK = 1 << NAPOT_ORDER - 1;

  /**
   * @param vaBits 39, 48 or 57
   */
  static RiscvPageTables ofBits(int vaBits) {
    return new RiscvPageTables((vaBits - PAGE_SHIFT) / INDEX_BITS);
  }

  @Override
  public int shift(int level) {
    return PAGE_SHIFT + INDEX_BITS * (level - 1);
  }

  @Override
  public int indexBits(int level) {
    return INDEX_BITS;
  }

  @Override
  public boolean isCanonical(long vaddr) {
    int unused = Long.SIZE - shift(levels + 1);
    return vaddr << unused >> unused == vaddr;
  }

  @Override
  public boolean isPresent(int level, long entry) {
    if ((entry & PRESENT) == 0) {
      return level == 1 && (entry & PROT_NONE) != 0;
    }
    if ((entry & NAPOT) != 0) {
      return level == 1 && (pfn(entry) & (1 << NAPOT_ORDER) - 1) == NAPOT_ORDER_MARK;
    }
    return level > 1 || (entry & RIGHTS) != 0;
  }

  @Override
  public boolean isLeaf(int level, long entry) {
    return level == 1 || (entry & RIGHTS) != 0;
  }

  private static long pfn(long entry) {
    return entry >>> PFN_SHIFT & PFN_MASK;
  }

  @Override
  public long address(int level, long entry) {
    return pfn(entry) << PAGE_SHIFT;
  }

  @Override
  public int leafShift(int level, long entry) {
    return (entry & NAPOT) != 0 ? PAGE_SHIFT + NAPOT_ORDER : shift(level);
  }

  @Override
  public boolean isYoung(int level, long entry) {
    return (entry & ACCESSED) != 0;
  }

  @Override
  public boolean isDirty(int level, long entry) {
    return (entry & DIRTY) != 0;
  }

  @Override
  public boolean isSpecial(int level, long entry) {
    return (entry & SPECIAL) != 0;
  }
}
