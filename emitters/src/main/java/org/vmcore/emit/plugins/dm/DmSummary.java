package org.vmcore.emit.plugins.dm;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.block.BlockDevice;
import org.vmcore.kernel.block.Disks;
import org.vmcore.kernel.dm.DmDevice;
import org.vmcore.kernel.dm.DmTable;
import org.vmcore.kernel.dm.DmTarget;
import org.vmcore.model.Program;

/** Devices of the device mapper with their tables, and what they have to do. */
final class DmSummary {
  @Emits("plugins/dm/dm.txt")
  void dm(Program kernel, Text out) {
    List<DmDevice> devices = DmDevice.all(kernel);
    if (devices.isEmpty()) {
      out.line("no devices of the device mapper");
    }
    for (DmDevice device : devices) {
      out.line(
          "%s (%s)%s: %u bios in flight, opened %d times, holders %s",
          device.name(),
          device.disk().name(),
          device.isSuspended() ? " SUSPENDED" : "",
          device.disk().part0().inFlight().total(),
          device.openCount(),
          device.disk().part0().holders());
      for (DmTarget target : device.targets()) {
        out.line(
            "  %llu %llu %s %s",
            target.begin(), target.length(), target.type(), DmTable.table(target).orElse("-"));
      }
      for (long number : device.devices()) {
        out.line("  on %s", Disks.of(kernel).byNumber(number).map(BlockDevice::name).orElse("-"));
      }
    }
  }
}
