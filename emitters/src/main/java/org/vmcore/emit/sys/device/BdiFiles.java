package org.vmcore.emit.sys.device;

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
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code bdi_dev_attrs[]}, {@code mm/backing-dev.c}: how much a device may hold back. */
final class BdiFiles {
  private static final long BDI_CAP_STRICTLIMIT = 1 << 2; // include/linux/backing-dev.h
  private static final long BDI_RATIO_SCALE = 10_000;

  private static final ShowTable<Device> FILES =
      new ShowTable<Device>()
          .number("read_ahead_kb", BdiFiles::readAheadKb)
          .number("min_ratio", device -> member(device, "min_ratio") / scale(device))
          .number("max_ratio", device -> member(device, "max_ratio") / scale(device))
          .number("min_ratio_fine", device -> member(device, "min_ratio"))
          .number("max_ratio_fine", device -> member(device, "max_ratio"))
          .flag("strict_limit", device -> hasStrictLimit(device))
          .number("stable_pages_required", device -> 0);

  private static long member(Device device, String name) {
    Value bdi = device.driverData().cast("struct backing_dev_info *");
    return bdi.field(name).asLong();
  }

  private static long readAheadKb(Device device) {
    return member(device, "ra_pages") << device.value().program().pageShift() - 10;
  }

  /** Shares are in percent, since 6.2 in parts of a million. */
  private static long scale(Device device) {
    boolean fine = device.value().program().findAddress("bdi_set_min_bytes").isPresent();
    return fine ? BDI_RATIO_SCALE : 1;
  }

  private static boolean hasStrictLimit(Device device) {
    return (member(device, "capabilities") & BDI_CAP_STRICTLIMIT) != 0;
  }

  @EmitsMany(path = "sys/devices/{bdi*}/{name}", each = Files.class)
  void file(Program kernel, SysfsFile<Device> file, Text out) {
    file.show(out);
  }

  /** The files of all devices that pages are written to. */
  @Enumerates({"bdi", "name"})
  static final class Files implements Enumerator<SysfsFile<Device>> {
    @Override
    public List<Key<SysfsFile<Device>>> keys(Program kernel) {
      return Subsystem.devicesOfClass(kernel, "bdi").stream()
          .flatMap(device -> FILES.keys(device, "", device).stream())
          .toList();
    }
  }
}
