package org.vmcore.paging;

import java.util.Optional;

/**
 * x86-64 with 4 or 5 levels, {@code arch/x86/include/asm/pgtable_types.h}. 4 KiB pages, leaves of 2
 * MiB at level 2 and of 1 GiB at level 3.
 *
 * @param encryptionMask the bit of memory encryption ({@code sme_mask}), which is no address bit
 */
public record X86PageTables(int levels, long encryptionMask) implements PageTableForm {
  private static final int PAGE_SHIFT = 12;
  private static final int INDEX_BITS = 9;
  private static final long PRESENT = 1; // _PAGE_PRESENT
  private static final long ACCESSED = 1 << 5; // _PAGE_ACCESSED
  private static final long SPECIAL = 1L << 9; // _PAGE_SPECIAL
  private static final long SAVED_DIRTY = 1L << 58; // _PAGE_SAVED_DIRTY, 6.6+; before unused
  private static final long DIRTY = 1 << 6; // _PAGE_DIRTY
  private static final long PSE = 1 << 7; // _PAGE_PSE; at level 1 this bit is _PAGE_PAT
  private static final long PROT_NONE = 1 << 8; // _PAGE_PROTNONE
  private static final long ADDRESS = 0x000f_ffff_ffff_f000L;

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

  /** A user page without access rights keeps its memory: present bit clear, another one set. */
  @Override
  public boolean isPresent(int level, long entry) {
    return (entry & PRESENT) != 0 || (entry & PROT_NONE) != 0 && (level == 1 || isLarge(entry));
  }

  private static boolean isLarge(long entry) {
    return (entry & PSE) != 0;
  }

  @Override
  public boolean isLeaf(int level, long entry) {
    return level == 1 || level <= 3 && isLarge(entry);
  }

  @Override
  public long address(int level, long entry) {
    // Since the L1TF mitigation entries that are not present hold their address inverted.
    long bits = (entry & PRESENT) == 0 ? ~entry : entry;
    return bits & ADDRESS & ~encryptionMask;
  }

  /**
   * Some processors set these two bits in entries that map nothing: {@code X86_BUG_KNL_ERRATUM}.
   */
  @Override
  public boolean isNone(int level, long entry) {
    return (entry & ~(ACCESSED | DIRTY)) == 0;
  }

  /** Type in bits 63:59, the offset inverted in 58:9: {@code __swp_offset()}, 4.18 and later. */
  @Override
  public Optional<SwapEntry> swapEntry(int level, long entry) {
    int typeBits = 5; // SWP_TYPE_BITS
    int firstBit = 9; // SWP_OFFSET_FIRST_BIT
    long offset = ~entry << typeBits >>> typeBits + firstBit;
    return Optional.of(new SwapEntry((int) (entry >>> Long.SIZE - typeBits), offset));
  }

  @Override
  public boolean isYoung(int level, long entry) {
    return (entry & ACCESSED) != 0;
  }

  @Override
  public boolean isDirty(int level, long entry) {
    return (entry & (DIRTY | SAVED_DIRTY)) != 0;
  }

  @Override
  public boolean isSpecial(int level, long entry) {
    return (entry & SPECIAL) != 0;
  }
}
