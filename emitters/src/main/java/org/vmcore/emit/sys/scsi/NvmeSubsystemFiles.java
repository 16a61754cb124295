package org.vmcore.emit.sys.scsi;

import java.util.ArrayList;
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
import org.vmcore.kernel.nvme.NvmeSubsystem;
import org.vmcore.model.Program;

/** {@code nvme_subsys_attrs[]}, {@code drivers/nvme/host/sysfs.c}. */
final class NvmeSubsystemFiles {
  private static final ShowTable<Device> FILES =
      new ShowTable<Device>()
          .text("model", device -> NvmeSubsystem.of(device).text("model"))
          .text("serial", device -> NvmeSubsystem.of(device).text("serial"))
          .text("firmware_rev", device -> NvmeSubsystem.of(device).text("firmware_rev"))
          .text("subsysnqn", device -> NvmeSubsystem.of(device).nqn())
          .text("subsystype", device -> NvmeSubsystem.of(device).type())
          .text("iopolicy", device -> NvmeSubsystem.of(device).ioPolicy());

  @EmitsMany(path = "sys/devices/{nvme_subsystem*}/{name}", each = Files.class)
  void file(Program kernel, SysfsFile<Device> file, Text out) {
    file.show(out);
  }

  /** The files of all subsystems. */
  @Enumerates({"nvme_subsystem", "name"})
  static final class Files implements Enumerator<SysfsFile<Device>> {
    @Override
    public List<Key<SysfsFile<Device>>> keys(Program kernel) {
      List<Key<SysfsFile<Device>>> keys = new ArrayList<>();
      for (Device device : Subsystem.devicesOfClass(kernel, "nvme-subsystem")) {
        keys.addAll(FILES.keys(device, "", device));
      }
      return keys;
    }
  }
}
