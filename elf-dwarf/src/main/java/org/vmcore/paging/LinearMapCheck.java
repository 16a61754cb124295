package org.vmcore.paging;

import java.util.OptionalLong;
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
      OptionalLong walked = map.contains(vaddr) ? walk(vaddr) : OptionalLong.empty();
      if (walked.isPresent()) {
        if (walked.getAsLong() != map.physical(vaddr)) {
          return false;
        }
        confirmed++;
      }
    }
    return confirmed > 0;
  }

  private OptionalLong walk(long vaddr) {
    try {
      return OptionalLong.of(walker.translate(vaddr));
    } catch (MemoryFault hole) {
      return OptionalLong.empty();
    }
  }
}
