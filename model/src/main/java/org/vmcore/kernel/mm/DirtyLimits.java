package org.vmcore.kernel.mm;

import org.vmcore.model.Program;

/**
 * {@code global_dirty_limits()}, {@code mm/page-writeback.c}: how many pages may be dirty before
 * they are written in the background, and before writers wait.
 */
public record DirtyLimits(long backgroundPages, long pages) {
  private static final long UINT_MAX = 0xffffffffL;

  /** As an ordinary task sees them. */
  public static DirtyLimits of(Program kernel) {
    VmStat stat = VmStat.of(kernel);
    long free = stat.global("NR_FREE_PAGES");
    long dirtyable =
        free
            - Math.min(free, kernel.symbol("totalreserve_pages").asLong())
            + stat.global("NR_INACTIVE_FILE")
            + stat.global("NR_ACTIVE_FILE")
            + 1;
    long limit = limit(kernel, "vm_dirty_bytes", "vm_dirty_ratio", dirtyable);
    long background = limit(kernel, "dirty_background_bytes", "dirty_background_ratio", dirtyable);
    long pages = Math.min(limit, UINT_MAX);
    return new DirtyLimits(background >= pages ? pages / 2 : background, pages);
  }

  private static long limit(Program kernel, String bytes, String ratio, long dirtyable) {
    long pageSize = kernel.pageSizeBytes();
    long limitBytes = kernel.symbol(bytes).asLong();
    if (limitBytes != 0) {
      return (limitBytes + pageSize - 1) / pageSize;
    }
    long share = kernel.symbol(ratio).asLong() * pageSize / 100; // of the kernel's own unit
    return share * dirtyable / pageSize;
  }
}
