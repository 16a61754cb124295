package org.vmcore.kernel.fs.statfs;

import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.model.Value;

/** File systems of discs and sticks: squashfs, iso9660, vfat. */
final class DiskStatFs {
  private static final int FAT_START_ENT = 2; // include/uapi/linux/msdos_fs.h

  private DiskStatFs() {}

  /** {@code squashfs_statfs()}, {@code fs/squashfs/super.c}. */
  static StatFs squashfs(SuperBlock superBlock) {
    Value info = superBlock.fsInfo("struct squashfs_sb_info");
    int log = info.field("block_log").asInt();
    return new StatFs(
        info.field("block_size").asLong(),
        (info.field("bytes_used").asLong() - 1 >> log) + 1,
        0,
        0,
        info.field("inodes").asLong() & 0xffffffffL,
        0);
  }

  /** {@code isofs_statfs()}, {@code fs/isofs/inode.c}. */
  static StatFs isofs(SuperBlock superBlock) {
    Value info = superBlock.fsInfo("struct isofs_sb_info");
    int shift = info.field("s_log_zone_size").asInt();
    long blockBits = superBlock.value().field("s_blocksize_bits").asLong();
    return new StatFs(
        superBlock.value().field("s_blocksize").asLong(),
        info.field("s_nzones").asLong() << shift - blockBits,
        0,
        0,
        info.field("s_ninodes").asLong(),
        0);
  }

  /** {@code fat_statfs()}, {@code fs/fat/inode.c}; it may have to count first. */
  static StatFs fat(SuperBlock superBlock) {
    Value info = superBlock.fsInfo("struct msdos_sb_info");
    long free = info.field("free_clusters").asLong();
    boolean counted = info.field("free_clus_valid").asBoolean() && (int) free != -1;
    long known = counted ? free : StatFs.UNKNOWN;
    return new StatFs(
        info.field("cluster_size").asLong(),
        info.field("max_cluster").asLong() - FAT_START_ENT,
        known,
        known,
        0,
        0);
  }
}
