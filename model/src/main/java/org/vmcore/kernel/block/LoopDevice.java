package org.vmcore.kernel.block;

import java.util.List;
import java.util.Optional;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A file that looks like a disk, {@code struct loop_device}, {@code drivers/block/loop.c}.
 *
 * @param disk the disk
 * @param value the {@code struct loop_device}
 */
public record LoopDevice(Disk disk, Value value) {
  // include/uapi/linux/loop.h; an enumeration that nothing may use
  private static final long LO_FLAGS_READ_ONLY = 1;
  private static final long LO_FLAGS_AUTOCLEAR = 4;
  private static final long LO_FLAGS_PARTSCAN = 8;
  private static final long LO_FLAGS_DIRECT_IO = 16;

  /** What this disk is, when it is a loop device. */
  public static Optional<LoopDevice> of(Disk disk) {
    return disk.isDrivenBy("ioctl", "lo_ioctl")
        ? Optional.of(new LoopDevice(disk, disk.privateData("struct loop_device")))
        : Optional.empty();
  }

  /** All of them that have a file, in the order of the disks. */
  public static List<LoopDevice> inUse(Program kernel) {
    return Disks.of(kernel).all().stream()
        .flatMap(disk -> of(disk).stream())
        .filter(loop -> loop.backingFile().isPresent())
        .toList();
  }

  /** The {@code struct file} behind it; empty while it has none. */
  public Optional<Value> backingFile() {
    Value file = value.field("lo_backing_file");
    return file.isNull() ? Optional.empty() : Optional.of(file.deref());
  }

  public int number() {
    return value.field("lo_number").asInt();
  }

  /** Where in the file it starts, in bytes. */
  public long offset() {
    return value.field("lo_offset").asLong();
  }

  /** How many bytes of the file it has at most; 0 for all. */
  public long sizeLimit() {
    return value.field("lo_sizelimit").asLong();
  }

  private boolean has(long flag) {
    return (value.field("lo_flags").asLong() & flag) != 0;
  }

  public boolean isReadOnly() {
    return has(LO_FLAGS_READ_ONLY);
  }

  /** Whether it goes when its last user goes. */
  public boolean isAutoclear() {
    return has(LO_FLAGS_AUTOCLEAR);
  }

  public boolean hasPartitionScan() {
    return has(LO_FLAGS_PARTSCAN);
  }

  /** Whether it goes past the page cache. */
  public boolean isDirect() {
    return has(LO_FLAGS_DIRECT_IO);
  }
}
