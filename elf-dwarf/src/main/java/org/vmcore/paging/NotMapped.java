package org.vmcore.paging;

import org.vmcore.dump.MemoryFault;

/** A virtual address without a translation. */
public final class NotMapped extends MemoryFault {
  private static final long serialVersionUID = 1L;

  /**
   * @param detail where the walk ended: level, or the table that could not be read
   */
  public NotMapped(String dump, long vaddr, String detail) {
    super("address 0x" + Long.toHexString(vaddr) + " is not mapped: " + detail, dump, vaddr, "");
  }
}
