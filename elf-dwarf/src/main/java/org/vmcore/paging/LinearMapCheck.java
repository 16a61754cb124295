package org.vmcore.paging;

import org.vmcore.dump.MemoryFault;

/** A linear map is used only after it agreed with the page tables. */
final class LinearMapCheck {
  private final PageTableWalker walker;

  LinearMapCheck(PageTableWalker walker) {
    this.walker = walker;
  }

  /**
   * Whether the page tables confirm the map at one of these addresses at least, and contradict it
   * at none. An address without a translation says nothing: kernels leave holes.
   */
  boolean holds(LinearMap map, long... vaddrs) {
    int confirmed = 0;
    for (long vaddr : vaddrs) {
      if (!map.contains(vaddr)) {
        continue;
      }
      try {
        if (walker.translate(vaddr) != map.physical(vaddr)) {
          return false;
        }
        confirmed++;
      } catch (MemoryFault hole) {
        continue;
      }
    }
    return confirmed > 0;
  }
}
