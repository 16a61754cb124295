package org.vmcore.kernel.mm;

/**
 * How well the free memory of a zone serves larger requests: {@code struct contig_page_info},
 * {@code mm/vmstat.c}. Immutable.
 */
public final class FreeBlocks {
  private static final long ALLOCATION_SUCCEEDS = -1000;

  private final long[] byOrder;
  private final long pages;
  private final long blocks;

  /**
   * @param byOrder how many free blocks there are of each order
   */
  public FreeBlocks(long[] byOrder) {
    this.byOrder = byOrder.clone();
    long allPages = 0;
    long allBlocks = 0;
    for (int order = 0; order < byOrder.length; order++) {
      allPages += byOrder[order] << order;
      allBlocks += byOrder[order];
    }
    this.pages = allPages;
    this.blocks = allBlocks;
  }

  public int nrOrders() {
    return byOrder.length;
  }

  /** How many blocks of this order the free blocks of it and of larger ones make. */
  private long suitable(int wanted) {
    long suitable = 0;
    for (int order = wanted; order < byOrder.length; order++) {
      suitable += byOrder[order] << order - wanted;
    }
    return suitable;
  }

  /** {@code unusable_free_index()}: which part of free memory is of no use; none is 1000. */
  public long unusableThousandths(int order) {
    return pages == 0 ? 1000 : (pages - (suitable(order) << order)) * 1000 / pages;
  }

  /**
   * {@code fragmentation_index()}: whether a request fails for lack of memory (towards 0) or for
   * scattered memory (towards 1000); -1000 when it does not fail.
   */
  public long fragmentationThousandths(int order) {
    if (blocks == 0) {
      return 0;
    }
    if (suitable(order) != 0) {
      return ALLOCATION_SUCCEEDS;
    }
    return 1000 - (1000 + pages * 1000 / (1L << order)) / blocks;
  }
}
