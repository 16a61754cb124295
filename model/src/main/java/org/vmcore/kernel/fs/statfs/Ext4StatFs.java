package org.vmcore.kernel.fs.statfs;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.kernel.percpu.PercpuCounter;
import org.vmcore.model.Value;

/**
 * {@code ext4_statfs()}, {@code fs/ext4/super.c}. Two numbers of its stand on disk alone, and a
 * dump rarely has that page: how many blocks there are, and how many of them are kept for root.
 */
final class Ext4StatFs {
  private static final int EXT4_MOUNT_MINIX_DF = 0x80; // fs/ext4/ext4.h
  private static final long INCOMPAT_64BIT = 0x80;
  private static final int SECTOR_SHIFT = 9;

  private final SuperBlock superBlock;
  private final Value info;
  private final List<String> missing = new ArrayList<>();

  private Ext4StatFs(SuperBlock superBlock) {
    this.superBlock = superBlock;
    this.info = superBlock.fsInfo("struct ext4_sb_info");
  }

  static StatFs of(SuperBlock superBlock) {
    return new Ext4StatFs(superBlock).count();
  }

  private StatFs count() {
    boolean minix = (info.field("s_mount_opt").asLong() & EXT4_MOUNT_MINIX_DF) != 0;
    long overhead = minix ? 0 : toBlocks(info.field("s_overhead").asLong());
    long reservedClusters = toBlocks(info.at("s_resv_clusters.counter").asLong());
    long free =
        PercpuCounter.sumPositive(info.field("s_freeclusters_counter"))
            - PercpuCounter.sumPositive(info.field("s_dirtyclusters_counter"));
    long freeBlocks = toBlocks(Math.max(free, 0));
    long total = total();
    return new StatFs(
        superBlock.value().field("s_blocksize").asLong(),
        total == StatFs.UNKNOWN ? total : total - overhead,
        freeBlocks,
        available(freeBlocks, reservedClusters),
        groups() * (info.field("s_inodes_per_group").asLong() & 0xffffffffL),
        PercpuCounter.sumPositive(info.field("s_freeinodes_counter")),
        missing);
  }

  /** {@code EXT4_C2B()}: clusters to blocks. */
  private long toBlocks(long clusters) {
    return clusters << info.field("s_cluster_bits").asInt();
  }

  private long groups() {
    return info.field("s_groups_count").asLong() & 0xffffffffL;
  }

  private long available(long freeBlocks, long reservedClusters) {
    try {
      long reserved = onDisk("s_r_blocks_count") + reservedClusters;
      return Math.max(0, freeBlocks - reserved);
    } catch (MemoryFault cached) {
      missing.add("how many blocks ext4 keeps for root: its superblock is not in the dump");
      return StatFs.UNKNOWN;
    }
  }

  private long onDisk(String name) {
    Value onDisk = info.field("s_es").deref();
    long low = onDisk.field(name + "_lo").asLong();
    boolean wide = (onDisk.field("s_feature_incompat").asLong() & INCOMPAT_64BIT) != 0;
    return wide ? onDisk.field(name + "_hi").asLong() << 32 | low : low;
  }

  /** {@code s_blocks_count}, else what its groups and its device leave open. */
  private long total() {
    try {
      return onDisk("s_blocks_count");
    } catch (MemoryFault cached) {
      missing.add("the size of ext4, taken to be that of its device");
      return fromDevice();
    }
  }

  /** The last group may be cut short by the end of the device; one too short is not made. */
  private long fromDevice() {
    Value device = superBlock.value().field("s_bdev");
    if (device.isNull()) {
      return StatFs.UNKNOWN;
    }
    long sectors =
        device.has("bd_nr_sectors") // 5.16+
            ? device.field("bd_nr_sectors").asLong()
            : device.field("bd_inode").field("i_size").asLong() >> SECTOR_SHIFT;
    long blockBits = superBlock.value().field("s_blocksize_bits").asLong();
    long first = blockBits == 10 ? 1 : 0; // s_first_data_block
    long onDevice = sectors >> blockBits - SECTOR_SHIFT;
    long inGroups = first + groups() * info.field("s_blocks_per_group").asLong();
    return Math.min(onDevice, inGroups);
  }
}
