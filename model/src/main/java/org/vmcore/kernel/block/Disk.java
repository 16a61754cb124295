package org.vmcore.kernel.block;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.config.RodataStrings;
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

  /**
   * Whether the driver's {@code struct block_device_operations} has this function at this place:
   * {@code isDrivenBy("ioctl", "lo_ioctl")}. Every kernel can name its functions; its tables only
   * one with {@code CONFIG_KALLSYMS_ALL}.
   */
  public boolean isDrivenBy(String operation, String function) {
    Value fops = value.field("fops");
    return !fops.isNull()
        && value
            .program()
            .symbolAt(fops.field(operation).asLong())
            .filter(symbol -> symbol.name().equals(function))
            .isPresent();
  }

  /** The driver's own structure, {@code private_data}, taken as this type. */
  public Value privateData(String type) {
    return value.field("private_data").cast(type + " *").deref();
  }

  /** What {@code capability} of sysfs shows: the flags; nothing since 6.4, where it is obsolete. */
  public long shownCapability() {
    boolean obsolete =
        RodataStrings.of(value.program()).has("capability attribute has been deprecated");
    return obsolete ? 0 : flags();
  }

  /** What {@code discard_alignment} of sysfs shows: since 5.11 the wrong one of two numbers. */
  public long shownDiscardAlignment() {
    return value.has("part0.nr_sects") && !value.has("part0.bd_dev")
        ? part0().discardAlignment()
        : part0().alignmentOffset();
  }

  /** {@code disk_has_partscan()}: whether partitions are looked for. */
  public boolean hasPartitionScan() {
    boolean suppressed = (value.field("state").asLong() >> GD_SUPPRESS_PART_SCAN & 1) != 0;
    return maxParts() > 1 && !isHidden() && !suppressed;
  }

  private static final int GD_SUPPRESS_PART_SCAN = 5; // include/linux/blkdev.h

  /** Events of the medium that user space hears of, by name. */
  public List<String> announcedEvents() {
    Program kernel = value.program();
    boolean silent =
        (value.field("event_flags").asLong() & kernel.enumerator("DISK_EVENT_FLAG_UEVENT")) == 0;
    long events = silent ? 0 : value.field("events").asLong();
    List<String> names = new ArrayList<>();
    if ((events & kernel.enumerator("DISK_EVENT_MEDIA_CHANGE")) != 0) {
      names.add("media_change");
    }
    if ((events & kernel.enumerator("DISK_EVENT_EJECT_REQUEST")) != 0) {
      names.add("eject_request");
    }
    return names;
  }

  /** How often the medium is looked after; -1 for the default, or never. */
  public long pollMsecs() {
    Value events = value.field("ev");
    return events.isNull() ? -1 : events.field("poll_msecs").asLong();
  }

  /** Zones of a zoned device: counted by the queue, since 6.1 by the disk. */
  public long nrZones() {
    return queue().isZoned()
        ? MemberVariants.find(value, "nr_zones", "queue->nr_zones").map(Value::asLong).orElse(0L)
        : 0;
  }

  /** A limit of zones: of the queue, from 6.1 of the disk, since 6.11 one like others. */
  public long zoneLimit(String name) {
    return queue()
        .limits()
        .find(name)
        .orElseGet(() -> MemberVariants.first(value, name, "queue->" + name).asLong());
  }

  /** {@code diskseq}; empty before 5.15. */
  public Optional<Long> sequence() {
    return MemberVariants.find(value, "diskseq").map(Value::asLong);
  }
}
