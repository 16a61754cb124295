package org.vmcore.paging;

/**
 * A range of addresses that the kernel maps to physical memory in one piece.
 *
 * @param start first virtual address
 * @param sizeBytes length of the range
 * @param physicalStart physical address of {@code start}
 */
record LinearMap(long start, long sizeBytes, long physicalStart) {
  boolean contains(long vaddr) {
    return Long.compareUnsigned(vaddr - start, sizeBytes) < 0;
  }

  long physical(long vaddr) {
    return vaddr - start + physicalStart;
  }

  /** The address in this range of some physical memory, if the range reaches that far. */
  long virtual(long paddr) {
    return paddr - physicalStart + start;
  }
}
