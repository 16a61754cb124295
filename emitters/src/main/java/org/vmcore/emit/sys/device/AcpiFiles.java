package org.vmcore.emit.sys.device;

import java.util.List;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.ShowTable;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.kernel.device.AcpiIds;
import org.vmcore.kernel.device.Device;
import org.vmcore.kernel.device.Subsystem;
import org.vmcore.model.Program;

/** {@code drivers/acpi/device_sysfs.c}: what ACPI calls its devices. */
final class AcpiFiles {
  private static final ShowTable<Device> FILES =
      new ShowTable<Device>()
          .text("hid", device -> AcpiIds.of(device).all().stream().findFirst().orElse("device"))
          .text("uid", device -> AcpiIds.of(device).acpi().at("pnp.unique_id").asString())
          .add("adr", AcpiFiles::address)
          .add("modalias", AcpiFiles::modalias);

  private static void address(Device device, Text out) {
    long address = AcpiIds.of(device).acpi().at("pnp.bus_address").asLong();
    out.line(address >>> 32 != 0 ? "0x%016llx" : "0x%08llx", address);
  }

  private static void modalias(Device device, Text out) {
    String alias = AcpiIds.of(device).modalias().orElse("");
    if (!alias.isEmpty()) {
      out.line("%s", alias);
    }
  }

  @EmitsMany(path = "sys/devices/{acpi*}/{name}", each = Files.class)
  void file(Program kernel, SysfsFile<Device> file, Text out) {
    file.show(out);
  }

  /** The files of all devices of ACPI. */
  @Enumerates({"acpi", "name"})
  static final class Files implements Enumerator<SysfsFile<Device>> {
    @Override
    public List<Key<SysfsFile<Device>>> keys(Program kernel) {
      return Subsystem.devicesOfBus(kernel, "acpi").stream()
          .flatMap(device -> FILES.keys(device, "", device).stream())
          .toList();
    }
  }
}
