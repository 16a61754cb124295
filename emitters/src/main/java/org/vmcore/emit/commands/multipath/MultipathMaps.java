package org.vmcore.emit.commands.multipath;

import java.util.List;
import java.util.Optional;
import org.vmcore.emit.Emits;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.emit.commands.HumanSize;
import org.vmcore.kernel.block.BlockDevice;
import org.vmcore.kernel.block.Disks;
import org.vmcore.kernel.dm.DmDevice;
import org.vmcore.kernel.dm.Multipath;
import org.vmcore.kernel.scsi.ScsiDevice;
import org.vmcore.model.Program;

/**
 * {@code multipath -ll} of multipath-tools, as far as the kernel knows: priorities of paths and
 * what their checkers found are known to {@code multipathd} alone.
 */
final class MultipathMaps {
  private static final int SECTOR_SHIFT = 9;
  private static final String WWID_PREFIX = "mpath-"; // of the uuid of a map

  @Emits("sos_commands/multipath/multipath_-ll")
  void maps(Program kernel, Text out) {
    int nrMaps = 0;
    for (DmDevice device : DmDevice.all(kernel)) {
      Optional<Multipath> map = Multipath.of(device);
      if (map.isPresent()) {
        nrMaps++;
        map(kernel, device, map.get(), out);
      }
    }
    if (nrMaps == 0) {
      throw new NoSuchFile("no device has several paths");
    }
    out.partial("priorities and checkers of paths are known to multipathd alone");
  }

  private static void map(Program kernel, DmDevice device, Multipath map, Text out) {
    String uuid = device.uuid();
    String wwid = uuid.startsWith(WWID_PREFIX) ? uuid.substring(WWID_PREFIX.length()) : uuid;
    String alias = device.name().equals(wwid) ? wwid : device.name() + " (" + wwid + ")";
    out.line("%s %s %s", alias, device.disk().name(), product(kernel, map));
    out.line(
        "size=%s features='%s' hwhandler='%s' wp=%s",
        HumanSize.of(device.disk().part0().nrSectors() << SECTOR_SHIFT),
        map.features(),
        map.hardwareHandler().map(name -> "1 " + name).orElse("0"),
        device.isReadOnly() ? "ro" : "rw");
    List<Multipath.Group> groups = map.groups();
    for (int i = 0; i < groups.size(); i++) {
      boolean last = i == groups.size() - 1;
      Multipath.Group group = groups.get(i);
      out.line(
          "%s+- policy='%s 0' prio=- status=%s",
          last ? "`-" : "|-", group.selector(), group.status());
      paths(kernel, group.paths(), last ? "  " : "| ", out);
    }
  }

  private static void paths(Program kernel, List<Multipath.Path> paths, String indent, Text out) {
    for (int i = 0; i < paths.size(); i++) {
      Multipath.Path path = paths.get(i);
      Optional<BlockDevice> disk = Disks.of(kernel).byNumber(path.number());
      Optional<ScsiDevice> scsi = disk.flatMap(MultipathMaps::scsi);
      out.line(
          "%s%s %s %s %s %s undef %s",
          indent,
          i == paths.size() - 1 ? "`-" : "|-",
          scsi.map(s -> s.device().name()).orElse("#:#:#:#"),
          disk.map(BlockDevice::name).orElse("-"),
          disk.map(d -> d.major() + ":" + d.minor()).orElse("-"),
          path.isActive() ? "active" : "failed",
          scsi.map(ScsiDevice::state).orElse("unknown"));
    }
  }

  private static Optional<ScsiDevice> scsi(BlockDevice disk) {
    return disk.disk().device().parent().flatMap(ScsiDevice::of);
  }

  /** Vendor and product of the unit, as one of its paths tells. */
  private static String product(Program kernel, Multipath map) {
    return map.groups().stream()
        .flatMap(group -> group.paths().stream())
        .flatMap(path -> Disks.of(kernel).byNumber(path.number()).stream())
        .flatMap(disk -> scsi(disk).stream())
        .findFirst()
        .map(scsi -> scsi.vendor().stripTrailing() + "," + scsi.model().stripTrailing())
        .orElse("##,##");
  }
}
