package org.vmcore.kernel.block;

import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.device.Device;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/**
 * A disk as a whole or one of its partitions.
 *
 * @param value the {@code struct block_device}; before 5.11 a {@code struct hd_struct}
 * @param disk the disk that it is of
 */
public record BlockDevice(Value value, Disk disk) {
  private static final int SECTOR_SHIFT = 9;
  private static final int MINOR_BITS = 20; // include/linux/kdev_t.h

  // include/linux/blk_types.h
  private static final long BD_PARTNO = 0xff;
  private static final long BD_READ_ONLY = 1 << 8;

  private static final int GD_READ_ONLY = 1; // include/linux/blkdev.h: a bit of gendisk.state

  public Device device() {
    return new Device(MemberVariants.first(value, "bd_device", "__dev"));
  }

  /** {@code dev_t}. */
  public long number() {
    return device().value().field("devt").asLong();
  }

  public int major() {
    return (int) (number() >>> MINOR_BITS);
  }

  public int minor() {
    return (int) (number() & (1 << MINOR_BITS) - 1);
  }

  /** 0 for the whole disk. */
  public int partno() {
    return value.has("__bd_flags") // 6.10+
        ? (int) (flags() & BD_PARTNO)
        : MemberVariants.first(value, "bd_partno", "partno").asInt();
  }

  private long flags() {
    return value.at("__bd_flags.counter").asLong();
  }

  public boolean isPartition() {
    return partno() != 0;
  }

  /** {@code bdev_name()}, {@code lib/vsprintf.c}: {@code "sda1"}, {@code "nvme0n1p1"}. */
  public String name() {
    return name(disk.name(), partno());
  }

  static String name(String disk, int partno) {
    if (partno == 0) {
      return disk;
    }
    boolean endsInDigit = !disk.isEmpty() && Character.isDigit(disk.charAt(disk.length() - 1));
    return disk + (endsInDigit ? "p" : "") + partno;
  }

  /** Size in sectors of 512 bytes. */
  public long nrSectors() {
    return MemberVariants.find(value, "bd_nr_sectors", "nr_sects")
        .map(Value::asLong)
        .orElseGet(() -> value.at("bd_inode->i_size").asLong() >> SECTOR_SHIFT);
  }

  /** Where it starts on the disk, in sectors of 512 bytes. */
  public long startSect() {
    return MemberVariants.first(value, "bd_start_sect", "start_sect").asLong();
  }

  /** {@code bdev_read_only()}; since 5.11 a disk can be so as a whole. */
  public boolean isReadOnly() {
    if (value.has("policy")) {
      return value.field("policy").asBoolean();
    }
    boolean own =
        value.has("__bd_flags")
            ? (flags() & BD_READ_ONLY) != 0
            : value.field("bd_read_only").asBoolean();
    return own || (disk.value().field("state").asLong() >> GD_READ_ONLY & 1) != 0;
  }

  /** {@code bdev_alignment_offset()} in bytes; -1 for a device that cannot be aligned. */
  public int alignmentOffset() {
    return disk.queue().limits().alignmentOffset(isPartition() ? startSect() : 0, isPartition());
  }

  /** {@code bdev_discard_alignment()} in bytes. */
  public long discardAlignment() {
    return disk.queue().limits().discardAlignment(startSect(), isPartition());
  }

  /**
   * {@code block_size()}: of the buffers through which it is read. Who opens a device that nobody
   * else has open finds the largest size that the device is a multiple of.
   */
  public long blockSizeBytes() {
    Optional<Value> inode = BdevInodes.of(this);
    if (inode.isPresent()) {
      return 1L << inode.get().field("i_blkbits").asLong();
    }
    long blockSize = disk.queue().limits().get("logical_block_size");
    long sizeBytes = nrSectors() << SECTOR_SHIFT;
    while (blockSize < value.program().pageSizeBytes() && (sizeBytes & blockSize) == 0) {
      blockSize <<= 1;
    }
    return blockSize;
  }

  public DiskStats stats() {
    return DiskStats.of(this);
  }

  /** What {@code inflight} of sysfs shows. */
  public InFlight inFlight() {
    return InFlight.of(this);
  }

  /** What {@code stat} of sysfs and {@code /proc/diskstats} count. */
  public long nrInFlight() {
    return InFlight.accounted(this).total();
  }

  /** Names of the devices made of this one: {@code holders} of sysfs. */
  public List<String> holders() {
    return Disk.names(MemberVariants.first(value, "bd_holder_dir", "holder_dir"));
  }

  /** UUID of the partition, from the table; empty where it has none. */
  public Optional<String> partitionUuid() {
    return metaInfo("uuid");
  }

  /** Name of the partition, from the table; empty where it has none. */
  public Optional<String> partitionName() {
    return metaInfo("volname");
  }

  private Optional<String> metaInfo(String member) {
    Value info = MemberVariants.first(value, "bd_meta_info", "info");
    return info.isNull()
        ? Optional.empty()
        : Optional.of(info.field(member).asString()).filter(text -> !text.isEmpty());
  }
}
