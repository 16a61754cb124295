package org.vmcore.paging;

import java.nio.ByteOrder;
import java.util.Optional;

/**
 * How an architecture lays out its page tables; all that the {@link PageTableWalker} knows of it.
 * Levels count from 1, the table whose entries map single pages. Entries have 8 bytes.
 */
public interface PageTableForm {
  int levels();

  /** The address bit where the index into a table of this level begins. */
  int shift(int level);

  /** How many address bits index a table of this level. */
  int indexBits(int level);

  /** Whether an address can have a translation at all in this half of the address space. */
  boolean isCanonical(long vaddr);

  /** Why an address that is not canonical has no translation. */
  default String whyNotCanonical() {
    return "not a canonical address";
  }

  /** Whether an entry leads to memory or to a table, and is one that this level may have. */
  boolean isPresent(int level, long entry);

  /** Whether a present entry maps memory, rather than lead to the next table. */
  boolean isLeaf(int level, long entry);

  /**
   * Physical address of the next table or of the memory that a present entry maps. Of a leaf the
   * bits inside the memory may hold anything.
   */
  long address(int level, long entry);

  /** Byte order of the entries: the machine's, but for those whose hardware has its own. */
  default ByteOrder entryOrder(ByteOrder machine) {
    return machine;
  }

  /** How many address bits lie inside the memory that a present leaf maps. */
  default int leafShift(int level, long entry) {
    return shift(level);
  }

  /** Whether the table that an entry of this level leads to has this index: some are short. */
  default boolean reaches(int level, long entry, long index) {
    return true;
  }

  /** Whether nothing was ever mapped here: {@code pte_none()}. Else it holds a swap entry. */
  default boolean isNone(int level, long entry) {
    return entry == 0;
  }

  /** Where a swap entry says that the memory went; empty where its bits are not understood. */
  default Optional<SwapEntry> swapEntry(int level, long entry) {
    return Optional.empty();
  }

  /** {@code pte_young()} of a present leaf: the memory was used since somebody looked. */
  boolean isYoung(int level, long entry);

  /** {@code pte_dirty()} of a present leaf: the memory was written to. */
  boolean isDirty(int level, long entry);

  /** {@code pte_special()} of a present leaf: no page that the kernel looks after. */
  default boolean isSpecial(int level, long entry) {
    return false;
  }
}
