package org.vmcore.emit.sys.device;

import java.util.List;
import java.util.Optional;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.ShowTable;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.kernel.device.Device;
import org.vmcore.kernel.device.Devices;
import org.vmcore.model.Program;

/** Files of all devices, {@code drivers/base/core.c}. */
final class DeviceFiles {
  private static final ShowTable<Device> FILES =
      new ShowTable<Device>()
          .add("dev", (device, out) -> out.line("%u:%u", device.major(), device.minor()))
          .add("uevent", (device, out) -> Uevent.write(device.value().program(), device, out));

  @EmitsMany(path = "sys/devices/{device*}/{name}", each = Files.class)
  void file(Program kernel, SysfsFile<Device> file, Text out) {
    file.show(out);
  }

  /** The files of all devices. */
  @Enumerates({"device", "name"})
  static final class Files implements Enumerator<SysfsFile<Device>> {
    @Override
    public List<Key<SysfsFile<Device>>> keys(Program kernel) {
      return Devices.of(kernel).all().stream()
          .filter(device -> !device.deviceClass().equals(NETWORK))
          .flatMap(device -> FILES.keys(device, "", device).stream())
          .toList();
    }

    /** Network devices have them among their own files. */
    private static final Optional<String> NETWORK = Optional.of("net");
  }
}
