package org.vmcore.kernel.fs.statfs;

import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.kernel.percpu.PercpuCounter;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/** {@code xfs_fs_statfs()}, {@code fs/xfs/xfs_super.c}, of data devices. */
final class XfsStatFs {
  private static final long XFS_MAXINUMBER = (1L << 56) - 1; // fs/xfs/libxfs/xfs_format.h

  private XfsStatFs() {}

  static StatFs of(SuperBlock superBlock) {
    Value mount = superBlock.fsInfo("struct xfs_mount");
    Value onDisk = mount.field("m_sb");
    boolean internalLog = onDisk.field("sb_logstart").asLong() != 0;
    long logBlocks = internalLog ? onDisk.field("sb_logblocks").asLong() : 0;
    long free = Math.max(0, freeBlocks(mount) - unavailable(mount));
    long inodes = PercpuCounter.sum(mount.field("m_icount"));
    long files = Math.min(inodes + (free << onDisk.field("sb_inopblog").asInt()), XFS_MAXINUMBER);
    long most = MemberVariants.first(mount, "m_ino_geo.maxicount", "m_maxicount").asLong();
    files = most != 0 ? Math.min(files, most) : files;
    files = Math.max(files, onDisk.field("sb_icount").asLong());
    long used = inodes - PercpuCounter.sum(mount.field("m_ifree"));
    return new StatFs(
        onDisk.field("sb_blocksize").asLong(),
        onDisk.field("sb_dblocks").asLong() - logBlocks,
        free,
        free,
        files,
        Math.max(0, files - used));
  }

  /** Since 6.15 one of several counters of what is free. */
  private static long freeBlocks(Value mount) {
    if (mount.has("m_free")) {
      long index = mount.program().enumerator("XC_FREE_BLOCKS");
      return PercpuCounter.sumPositive(mount.field("m_free").index(index).field("count"));
    }
    return PercpuCounter.sum(mount.field("m_fdblocks"));
  }

  /** {@code xfs_fdblocks_unavailable()}: what trees of free space need themselves. */
  private static long unavailable(Value mount) {
    long trees = mount.has("m_allocbt_blks") ? mount.at("m_allocbt_blks.counter").asLong() : 0;
    return mount.field("m_alloc_set_aside").asLong() + trees;
  }
}
