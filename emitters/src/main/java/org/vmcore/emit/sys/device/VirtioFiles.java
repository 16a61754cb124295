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
import org.vmcore.kernel.virtio.VirtioDevice;
import org.vmcore.model.Program;

/** {@code virtio_dev_attrs[]}, {@code drivers/virtio/virtio.c}; the status is the device's own. */
final class VirtioFiles {
  private static final ShowTable<Device> FILES =
      new ShowTable<Device>()
          .add("device", (device, out) -> out.line("0x%04x", VirtioDevice.of(device).id()))
          .add("vendor", (device, out) -> out.line("0x%04x", VirtioDevice.of(device).vendor()))
          .text("features", device -> VirtioDevice.of(device).featureBits())
          .add("modalias", VirtioFiles::modalias);

  private static void modalias(Device device, Text out) {
    VirtioDevice virtio = VirtioDevice.of(device);
    out.line("virtio:d%08Xv%08X", virtio.id(), virtio.vendor());
  }

  @EmitsMany(path = "sys/devices/{virtio*}/{name}", each = Files.class)
  void file(Program kernel, SysfsFile<Device> file, Text out) {
    file.show(out);
  }

  /** The files of all devices on the bus. */
  @Enumerates({"virtio", "name"})
  static final class Files implements Enumerator<SysfsFile<Device>> {
    @Override
    public List<Key<SysfsFile<Device>>> keys(Program kernel) {
      return Subsystem.devicesOfBus(kernel, "virtio").stream()
          .flatMap(device -> FILES.keys(device, "", device).stream())
          .toList();
    }
  }
}
