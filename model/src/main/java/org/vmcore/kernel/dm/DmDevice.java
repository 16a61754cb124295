package org.vmcore.kernel.dm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.block.Disk;
import org.vmcore.kernel.block.Disks;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A {@code struct mapped_device}, {@code drivers/md/dm-core.h}.
 *
 * @param disk the disk that it shows itself as
 * @param value the {@code struct mapped_device}
 */
public record DmDevice(Disk disk, Value value) {
  private static final int DMF_SUSPENDED = 1; // drivers/md/dm-core.h
  private static final int DMF_DEFERRED_REMOVE = 6;
  private static final int MAX_TARGETS = 1 << 20;

  /** What this disk is, when it is one of the device mapper. */
  public static Optional<DmDevice> of(Disk disk) {
    return isOne(disk)
        ? Optional.of(new DmDevice(disk, disk.privateData("struct mapped_device")))
        : Optional.empty();
  }

  /** Whether a disk is one of the device mapper; needs no types of the module. */
  public static boolean isOne(Disk disk) {
    return disk.isDrivenBy("ioctl", "dm_blk_ioctl");
  }

  /** All of them that have a name, by name. */
  public static List<DmDevice> all(Program kernel) {
    return Disks.of(kernel).all().stream()
        .flatMap(disk -> of(disk).stream())
        .filter(device -> device.cell().isPresent())
        .sorted(Comparator.comparing(DmDevice::name))
        .toList();
  }

  /** The {@code struct hash_cell} that its names stand in; empty while it is being removed. */
  private Optional<Value> cell() {
    Value cell = value.field("interface_ptr");
    return cell.isNull() ? Optional.empty() : Optional.of(cell.cast("struct hash_cell *").deref());
  }

  /** The name that it was given. */
  public String name() {
    return cell().map(cell -> cell.field("name").asString()).orElse("");
  }

  /** What its maker identifies it by: {@code "LVM-..."}; empty when it has no such thing. */
  public String uuid() {
    return cell()
        .map(cell -> cell.field("uuid"))
        .filter(uuid -> !uuid.isNull())
        .map(Value::asString)
        .orElse("");
  }

  /** Whether a table has been loaded that is not yet in use. */
  public boolean hasInactiveTable() {
    return cell().filter(cell -> !cell.field("new_map").isNull()).isPresent();
  }

  /** {@code dm_suspended_md()}. */
  public boolean isSuspended() {
    return hasFlag(DMF_SUSPENDED);
  }

  /** Whether it goes when its last user goes. */
  public boolean isRemovedWhenClosed() {
    return hasFlag(DMF_DEFERRED_REMOVE);
  }

  private boolean hasFlag(int bit) {
    return (value.field("flags").asLong() >> bit & 1) != 0;
  }

  public long openCount() {
    return value.at("open_count.counter").asLong();
  }

  public long eventNr() {
    return value.at("event_nr.counter").asLong() & 0xffffffffL;
  }

  /** The table in use, a {@code struct dm_table}. */
  public Optional<Value> table() {
    Value map = value.field("map");
    return map.isNull() ? Optional.empty() : Optional.of(map.cast("struct dm_table *").deref());
  }

  /** Whether the table in use allows writing. */
  public boolean isReadOnly() {
    return disk.part0().isReadOnly();
  }

  /** The pieces of the table in use, by where they begin. */
  public List<DmTarget> targets() {
    List<DmTarget> targets = new ArrayList<>();
    if (table().isEmpty()) {
      return targets;
    }
    Value table = table().get();
    long nrTargets = table.field("num_targets").asLong() & 0xffffffffL;
    if (nrTargets > MAX_TARGETS) {
      throw new Malformed("absurd num_targets " + nrTargets, "struct dm_table", table.address());
    }
    for (Value target : table.field("targets").elements(nrTargets)) {
      targets.add(new DmTarget(target));
    }
    return targets;
  }

  /** The devices that the table in use is made of, {@code dev_t}s, last opened first. */
  public List<Long> devices() {
    return table()
        .map(table -> ListHead.forEachEntry(table.field("devices"), INTERNAL, "list"))
        .orElse(List.of())
        .stream()
        .map(internal -> DmTarget.number(internal.field("dm_dev")))
        .toList();
  }

  private static final String INTERNAL = "struct dm_dev_internal"; // drivers/md/dm.h
}
