package org.vmcore.paging;

/**
 * How an architecture lays out its page tables; all that the {@link PageTableWalker} knows of it.
 * Levels count from 1, the table whose entries map single pages.
 */
interface PageTableForm {
  int levels();

  /** The address bit where the index into a table of this level begins. */
  int shift(int level);

  /** How many address bits index a table of this level. */
  int indexBits(int level);

  /** Whether an address can have a translation at all in this half of the address space. */
  boolean isCanonical(long vaddr);

  boolean isPresent(int level, long entry);

  /** Whether a present entry maps memory, rather than lead to the next table. */
  boolean isLeaf(int level, long entry);

  /** Physical address of the next table or of the memory that a present entry maps. */
  long address(int level, long entry);
}
