package org.vmcore.emit.plugins.multipath;

import java.util.Optional;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.block.BlockDevice;
import org.vmcore.kernel.block.Disks;
import org.vmcore.kernel.dm.DmDevice;
import org.vmcore.kernel.dm.Multipath;
import org.vmcore.model.Program;

/** Units with several paths: how many work, and how often each failed. */
final class MultipathSummary {
  @Emits("plugins/multipath/multipath.txt")
  void multipath(Program kernel, Text out) {
    int nrMaps = 0;
    for (DmDevice device : DmDevice.all(kernel)) {
      Optional<Multipath> map = Multipath.of(device);
      if (map.isPresent()) {
        nrMaps++;
        map(kernel, device, map.get(), out);
      }
    }
    if (nrMaps == 0) {
      out.line("no device has several paths");
    }
  }

  private static void map(Program kernel, DmDevice device, Multipath map, Text out) {
    out.line(
        "%s (%s): %d paths work, made ready %d times, %s",
        device.name(), device.disk().name(), map.nrValidPaths(), map.nrPathInits(), map.features());
    for (Multipath.Group group : map.groups()) {
      out.line("  group by %s: %s", group.selector(), group.status());
      for (Multipath.Path path : group.paths()) {
        out.line(
            "    %-8s %s, failed %u times",
            Disks.of(kernel).byNumber(path.number()).map(BlockDevice::name).orElse("-"),
            path.isActive() ? "active" : "failed",
            path.failCount());
      }
    }
  }
}
