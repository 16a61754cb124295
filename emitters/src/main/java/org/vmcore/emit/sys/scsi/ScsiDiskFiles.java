package org.vmcore.emit.sys.scsi;

import java.util.List;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.ShowTable;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.kernel.device.Device;
import org.vmcore.kernel.device.Subsystem;
import org.vmcore.kernel.scsi.ScsiDisk;
import org.vmcore.model.Program;

/** {@code sd_disk_attrs[]}, {@code drivers/scsi/sd.c}. */
final class ScsiDiskFiles {
  private static final ShowTable<Device> FILES =
      new ShowTable<Device>()
          .unsigned("FUA", disk -> disk(disk).number("DPOFUA"))
          .unsigned("app_tag_own", disk -> disk(disk).number("ATO"))
          .unsigned("thin_provisioning", disk -> disk(disk).number("lbpme"))
          .unsigned("protection_type", disk -> disk(disk).number("protection_type"))
          .unsigned("max_write_same_blocks", disk -> disk(disk).number("max_ws_blocks"))
          .unsigned(
              "max_medium_access_timeouts", disk -> disk(disk).number("max_medium_access_timeouts"))
          .number("max_retries", disk -> disk(disk).number("max_retries"))
          .flag("allow_restart", disk -> disk(disk).allows("allow_restart"))
          .flag("manage_start_stop", disk -> disk(disk).managesStartStop())
          .flag("manage_system_start_stop", disk -> disk(disk).allows("manage_system_start_stop"))
          .flag("manage_runtime_start_stop", disk -> disk(disk).allows("manage_runtime_start_stop"))
          .flag("manage_shutdown", disk -> disk(disk).allows("manage_shutdown"))
          .text("cache_type", disk -> disk(disk).cacheType())
          .text("provisioning_mode", disk -> disk(disk).provisioningMode())
          .text("zeroing_mode", disk -> disk(disk).zeroingMode())
          .text("zoned_cap", disk -> disk(disk).zonedCapability())
          .text("protection_mode", disk -> disk(disk).protectionMode());

  private static ScsiDisk disk(Device device) {
    return ScsiDisk.of(device);
  }

  @EmitsMany(path = "sys/devices/{scsi_disk*}/{name}", each = Files.class)
  void file(Program kernel, SysfsFile<Device> file, Text out) {
    file.show(out);
  }

  /** The files of all disks of SCSI. */
  @Enumerates({"scsi_disk", "name"})
  static final class Files implements Enumerator<SysfsFile<Device>> {
    @Override
    public List<Key<SysfsFile<Device>>> keys(Program kernel) {
      return Subsystem.devicesOfClass(kernel, "scsi_disk").stream()
          .flatMap(disk -> FILES.keys(disk, "", disk).stream())
          .toList();
    }
  }
}
