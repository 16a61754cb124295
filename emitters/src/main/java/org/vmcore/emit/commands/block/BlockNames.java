package org.vmcore.emit.commands.block;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.vmcore.emit.Text;
import org.vmcore.kernel.block.BlockDevice;
import org.vmcore.kernel.block.Disk;
import org.vmcore.kernel.dm.DmDevice;
import org.vmcore.kernel.fs.DPath;
import org.vmcore.kernel.fs.MountRow;
import org.vmcore.kernel.fs.MountTable;
import org.vmcore.kernel.md.MdArray;
import org.vmcore.kernel.mm.SwapArea;
import org.vmcore.kernel.scsi.ScsiDevice;
import org.vmcore.model.NoSuchType;
import org.vmcore.model.Program;

/** What user space calls disks and what they are for it. */
final class BlockNames {
  /** {@code blkdev_scsi_type_to_name()} of util-linux. */
  private static final Map<Integer, String> SCSI_TYPES =
      Map.ofEntries(
          Map.entry(0, "disk"),
          Map.entry(1, "tape"),
          Map.entry(2, "printer"),
          Map.entry(3, "processor"),
          Map.entry(4, "worm"),
          Map.entry(5, "rom"),
          Map.entry(6, "scanner"),
          Map.entry(7, "mo-disk"),
          Map.entry(8, "changer"),
          Map.entry(9, "comm"),
          Map.entry(0xc, "raid"),
          Map.entry(0xd, "enclosure"),
          Map.entry(0xe, "rbc"),
          Map.entry(0x11, "osd"));

  private BlockNames() {}

  /** The name that the device mapper was told, else the kernel's. */
  static String name(BlockDevice device, Text out) {
    return mapped(device, out)
        .map(DmDevice::name)
        .filter(name -> !name.isEmpty())
        .orElseGet(device::name);
  }

  /** {@code /dev/mapper/NAME} or {@code /dev/NAME}. */
  static String path(BlockDevice device, Text out) {
    return mapped(device, out)
        .map(DmDevice::name)
        .filter(name -> !name.isEmpty())
        .map(name -> "/dev/mapper/" + name)
        .orElseGet(() -> "/dev/" + device.name().replace('!', '/'));
  }

  private static Optional<DmDevice> mapped(BlockDevice device, Text out) {
    if (device.isPartition()) {
      return Optional.empty();
    }
    try {
      return DmDevice.of(device.disk());
    } catch (NoSuchType unknown) {
      out.partial("names of the device mapper: the types of dm_mod are not at hand");
      return Optional.empty();
    }
  }

  /** {@code get_type()} of lsblk; {@code "-"} where the types of the driver are not at hand. */
  static String type(BlockDevice device, Text out) {
    if (device.isPartition()) {
      return "part";
    }
    try {
      return type(device.disk()).toLowerCase(Locale.ROOT);
    } catch (NoSuchType unknown) {
      out.partial("what " + device.name() + " is: the types of its driver are not at hand");
      return "-";
    }
  }

  private static String type(Disk disk) {
    if (DmDevice.isOne(disk)) {
      String maker = DmDevice.of(disk).map(DmDevice::uuid).orElse("").split("-", 2)[0];
      boolean partition = maker.toLowerCase(Locale.ROOT).startsWith("part");
      return maker.isEmpty() ? "dm" : partition ? "part" : maker;
    }
    if (disk.name().startsWith("loop")) {
      return "loop";
    }
    if (disk.name().startsWith("md")) {
      return MdArray.of(disk).flatMap(MdArray::personality).orElse("md");
    }
    return disk.device()
        .parent()
        .flatMap(ScsiDevice::of)
        .map(scsi -> SCSI_TYPES.getOrDefault(scsi.type(), "disk"))
        .orElse("disk");
  }

  /** Where it is mounted, latest first; {@code [SWAP]} where it is swapped to. */
  static List<String> mountPoints(Program kernel, BlockDevice device, Text out) {
    List<String> points = new ArrayList<>();
    String path = path(device, out);
    for (MountRow row : mounts(kernel)) {
      long number = row.mount().superBlock().value().field("s_dev").asLong();
      if (number == device.number() || row.device().equals(path)) {
        points.add(DPath.of(kernel).ofMount(row.mount().value()));
      }
    }
    Collections.reverse(points);
    return points.isEmpty() && isSwap(kernel, device) ? List.of("[SWAP]") : points;
  }

  private static List<MountRow> mounts(Program kernel) {
    return MountTable.ofFirstProcess(kernel).map(MountTable::rows).orElse(List.of());
  }

  private static boolean isSwap(Program kernel, BlockDevice device) {
    return SwapArea.of(kernel).stream()
        .filter(SwapArea::isPartition)
        .anyMatch(area -> area.file().field("f_inode").field("i_rdev").asLong() == device.number());
  }

  /** Whether the device, or the disk that it is a part of, can be taken out. */
  static boolean isRemovable(BlockDevice device) {
    return device.disk().isRemovable();
  }
}
