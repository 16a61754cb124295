package org.vmcore.kernel.block;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.device.Device;
import org.vmcore.kernel.kernfs.KernfsNode;
import org.vmcore.kernel.tree.Slot;
import org.vmcore.kernel.tree.XArray;
import org.vmcore.model.Malformed;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A {@code struct gendisk}. Its parts are {@code struct block_device}s in {@code part_tbl}; before
 * 5.11 they were {@code struct hd_struct}s, the first embedded.
 *
 * @param value the {@code struct gendisk}
 */
public record Disk(Value value) {
  private static final int MAX_PARTS = 1 << 16;

  // include/linux/genhd.h before 5.17, where they became enumerators
  private static final long GENHD_FL_REMOVABLE = 1;
  private static final long GENHD_FL_SUPPRESS_PARTITION_INFO = 0x20;
  private static final long GENHD_FL_EXT_DEVT = 0x40;
  private static final long GENHD_FL_HIDDEN = 0x400;

  private static final int DISK_MAX_PARTS = 256; // include/linux/blkdev.h

  public String name() {
    return value.field("disk_name").asString();
  }

  /** The disk as a whole. */
  public BlockDevice part0() {
    Value part0 = value.field("part0");
    return new BlockDevice(part0.type().asStruct().isPresent() ? part0 : part0.deref(), this);
  }

  public Device device() {
    return part0().device();
  }

  /** {@code xa_for_each(&disk->part_tbl)}: the whole first, then partitions by number. */
  public List<BlockDevice> parts() {
    List<BlockDevice> parts = new ArrayList<>();
    Value table = value.field("part_tbl");
    if (table.has("xa_head")) {
      for (Slot slot : XArray.entries(table)) {
        parts.add(new BlockDevice(slot.as("struct block_device"), this));
      }
      return parts;
    }
    long length = table.field("len").asLong();
    if (length < 0 || length > MAX_PARTS) {
      throw new Malformed("absurd length " + length, "struct disk_part_tbl", table.asLong());
    }
    for (Value part : table.field("part").elements(length)) {
      if (!part.isNull()) {
        parts.add(new BlockDevice(part.deref(), this));
      }
    }
    return parts;
  }

  /** The partitions by number. */
  public List<BlockDevice> partitions() {
    return parts().stream().filter(BlockDevice::isPartition).toList();
  }

  public RequestQueue queue() {
    return new RequestQueue(value.field("queue").deref());
  }

  /** {@code flags}, as {@code capability} of sysfs shows them. */
  public long flags() {
    return value.field("flags").asLong() & 0xffffffffL;
  }

  public boolean isRemovable() {
    return hasFlag("GENHD_FL_REMOVABLE", GENHD_FL_REMOVABLE);
  }

  public boolean isHidden() {
    return hasFlag("GENHD_FL_HIDDEN", GENHD_FL_HIDDEN);
  }

  /** Whether {@code /proc/partitions} leaves the disk out whatever its size. */
  public boolean isUnlisted() {
    Program kernel = value.program();
    if (kernel.findEnumerator("GENHD_FL_HIDDEN").isPresent()) {
      return isHidden();
    }
    return (flags() & GENHD_FL_SUPPRESS_PARTITION_INFO) != 0 || maxParts() == 0 && isRemovable();
  }

  /** {@code disk_max_parts()}: as {@code ext_range} of sysfs shows it. */
  public int maxParts() {
    Program kernel = value.program();
    if (kernel.findEnumerator("GENHD_FL_NO_PART").isPresent()) {
      return (flags() & kernel.enumerator("GENHD_FL_NO_PART")) != 0 ? 1 : DISK_MAX_PARTS;
    }
    return (flags() & GENHD_FL_EXT_DEVT) != 0 ? DISK_MAX_PARTS : value.field("minors").asInt();
  }

  private boolean hasFlag(String enumerator, long macro) {
    return (flags() & value.program().findEnumerator(enumerator).orElse(macro)) != 0;
  }

  /** {@code struct backing_dev_info}: of the disk, before 5.15 of its queue. */
  public Value backingDevInfo() {
    return MemberVariants.first(value, "bdi", "queue->backing_dev_info").deref();
  }

  /** Names of the devices that this disk is made of: {@code slaves} of sysfs. */
  public List<String> slaves() {
    return names(value.field("slave_dir"));
  }

  static List<String> names(Value directory) {
    return directory.isNull()
        ? List.of()
        : KernfsNode.ofKobject(directory).stream()
            .flatMap(node -> node.children().stream())
            .map(KernfsNode::name)
            .sorted()
            .toList();
  }

  /** The driver's own structure, {@code private_data}, taken as this type. */
  public Value privateData(String type) {
    return value.field("private_data").cast(type + " *").deref();
  }

  /** {@code diskseq}; empty before 5.15. */
  public Optional<Long> sequence() {
    return MemberVariants.find(value, "diskseq").map(Value::asLong);
  }
}
