package org.vmcore.paging;

import java.util.Optional;

/**
 * How aarch64 kernels write into page tables what is not present, {@code __swp_type()} in {@code
 * arch/arm64/include/asm/pgtable.h}. Both low bits of a swap entry are clear.
 */
public enum Arm64SwapEntries {
  /** Which one is not known: entries are told, but not what they say. */
  UNKNOWN(0, 0, 0, 0, 1L << 58 | 1L << 59),

  /** The type in bits 7:2, the offset in 57:8. */
  OF_5_10(2, 6, 8, 50, 1L << 58 | 1L << 59),

  /** Bit 2 marks what one process has alone (5.19+); the type in 7:3. */
  WITH_EXCLUSIVE(3, 5, 8, 50, 1L << 58 | 1L << 59),

  /**
   * The type in bits 10:6, the offset in 61:12: present entries without rights have bit 11
   * (PTE_PRESENT_INVALID; 6.12 has it, 6.1 has not) in place of 58.
   */
  WITH_PRESENT_INVALID(6, 5, 12, 50, 1L << 11);

  private static final long PROT_NONE = 1L << 58; // PTE_PROT_NONE

  private final int typeShift;
  private final int typeBits;
  private final int offsetShift;
  private final int offsetBits;
  private final long presentInvalid;

  Arm64SwapEntries(
      int typeShift, int typeBits, int offsetShift, int offsetBits, long presentInvalid) {
    this.typeShift = typeShift;
    this.typeBits = typeBits;
    this.offsetShift = offsetShift;
    this.offsetBits = offsetBits;
    this.presentInvalid = presentInvalid;
  }

  /**
   * The layout of a kernel.
   *
   * @param noRights {@code protection_map[0]}, rights of memory that may not be touched
   * @param marksExclusive whether the kernel has {@code PG_anon_exclusive}, which came with the
   *     mark
   */
  static Arm64SwapEntries of(long noRights, boolean marksExclusive) {
    if ((noRights & PROT_NONE) == 0) {
      return (noRights & WITH_PRESENT_INVALID.presentInvalid) == 0 ? UNKNOWN : WITH_PRESENT_INVALID;
    }
    return marksExclusive ? WITH_EXCLUSIVE : OF_5_10;
  }

  /** Whether a large entry that is not valid keeps its memory: {@code pmd_present()}. */
  boolean isPresent(long entry) {
    return (entry & presentInvalid) != 0;
  }

  Optional<SwapEntry> entry(long bits) {
    if (this == UNKNOWN) {
      return Optional.empty();
    }
    long type = bits >>> typeShift & (1L << typeBits) - 1;
    return Optional.of(new SwapEntry((int) type, bits >>> offsetShift & (1L << offsetBits) - 1));
  }
}
