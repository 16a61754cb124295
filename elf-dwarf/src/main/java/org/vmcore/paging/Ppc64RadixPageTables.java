package org.vmcore.paging;

import java.nio.ByteOrder;

/**
 * ppc64 with the radix MMU, {@code arch/powerpc/include/asm/book3s/64/radix.h}: 4 levels whose last
 * table is shorter with 64 KiB pages. Entries are big-endian whatever the kernel is.
 *
 * @param pageShift 12 or 16
 * @param kernelHalf whether addresses of the kernel (0xc...) are translated, or those of processes
 */
public record Ppc64RadixPageTables(int pageShift, boolean kernelHalf) implements PageTableForm {
  private static final int[] INDEX_BITS = {0, 0, 9, 9, 13}; // RADIX_P[MUG]D_INDEX_SIZE
  private static final int EFFECTIVE_BITS = 52; // RADIX_PGTABLE_EADDR_SIZE
  private static final int PMD_SHIFT = 21;
  private static final long PRESENT = 1L << 63; // _PAGE_PRESENT
  private static final long PTE = 1L << 62; // _PAGE_PTE
  private static final long DIRTY = 1 << 7; // _PAGE_DIRTY
  private static final long ACCESSED = 1 << 8; // _PAGE_ACCESSED
  private static final long SPECIAL = 1L << 10; // _PAGE_SPECIAL
  private static final long TABLE = ~0xc000_0000_0000_00ffL;
  private static final long MEMORY = (1L << 53) - 1; // _PAGE_PA_MAX

  @Override
  public int levels() {
    return INDEX_BITS.length - 1;
  }

  @Override
  public int shift(int level) {
    return level == 1 ? pageShift : PMD_SHIFT + 9 * (level - 2);
  }

  @Override
  public int indexBits(int level) {
    return level == 1 ? PMD_SHIFT - pageShift : INDEX_BITS[level];
  }

  @Override
  public boolean isCanonical(long vaddr) {
    return vaddr >>> EFFECTIVE_BITS == (kernelHalf ? 0xc00 : 0);
  }

  @Override
  public ByteOrder entryOrder(ByteOrder machine) {
    return ByteOrder.BIG_ENDIAN;
  }

  @Override
  public boolean isPresent(int level, long entry) {
    return (entry & PRESENT) != 0;
  }

  @Override
  public boolean isLeaf(int level, long entry) {
    return level == 1 || (entry & PTE) != 0;
  }

  @Override
  public long address(int level, long entry) {
    return isLeaf(level, entry) ? entry & MEMORY & -(1L << pageShift) : entry & TABLE;
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
