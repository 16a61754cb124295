package org.vmcore.kernel.fs.statfs;

import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.kernel.percpu.PercpuCounter;
import org.vmcore.model.Value;

/** {@code shmem_statfs()}, {@code mm/shmem.c}, and {@code hugetlbfs_statfs()}. */
final class MemoryStatFs {
  private static final int BOGO_INODE_SIZE = 1024; // mm/shmem.c

  private MemoryStatFs() {}

  static StatFs shmem(SuperBlock superBlock) {
    Value info = superBlock.fsInfo("struct shmem_sb_info");
    long maxBlocks = info.field("max_blocks").asLong();
    long free = maxBlocks == 0 ? 0 : maxBlocks - PercpuCounter.sum(info.field("used_blocks"));
    long maxInodes = info.field("max_inodes").asLong();
    long freeInodes =
        info.has("free_ispace") // 6.6+
            ? Long.divideUnsigned(info.field("free_ispace").asLong(), BOGO_INODE_SIZE)
            : info.field("free_inodes").asLong();
    return new StatFs(
        superBlock.kernel().pageSizeBytes(),
        maxBlocks,
        free,
        free,
        maxInodes,
        maxInodes == 0 ? 0 : freeInodes);
  }

  static StatFs hugetlbfs(SuperBlock superBlock) {
    Value info = superBlock.fsInfo("struct hugetlbfs_sb_info");
    int order = info.field("hstate").field("order").asInt();
    long blockBytes = (long) superBlock.kernel().pageSizeBytes() << order;
    Value pool = info.field("spool");
    if (pool.isNull()) {
      return new StatFs(blockBytes, 0, 0, 0, 0, 0);
    }
    long max = pool.field("max_hpages").asLong();
    long free = max - pool.field("used_hpages").asLong();
    return new StatFs(
        blockBytes,
        max,
        free,
        free,
        info.field("max_inodes").asLong(),
        info.field("free_inodes").asLong());
  }
}
