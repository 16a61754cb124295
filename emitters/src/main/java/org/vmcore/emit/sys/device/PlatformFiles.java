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
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code platform_dev_attrs[]}, {@code drivers/base/platform.c}. */
final class PlatformFiles {
  private static final ShowTable<Device> FILES =
      new ShowTable<Device>()
          .number("numa_node", Device::numaNode)
          .text("driver_override", PlatformFiles::driverOverride)
          .add("modalias", PlatformFiles::modalias);

  private static String driverOverride(Device device) {
    Value name =
        MemberVariants.first(platform(device), "driver_override", "dev.driver_override.name");
    return name.isNull() ? "(null)" : name.asString();
  }

  private static Value platform(Device device) {
    return device.value().containerOf("struct platform_device", "dev");
  }

  private static void modalias(Device device, Text out) {
    if (device.value().has("of_node") && !device.value().field("of_node").isNull()) {
      out.partial("what the device tree says is not shown");
      return;
    }
    out.line(
        "%s",
        AcpiIds.ofCompanion(device)
            .flatMap(AcpiIds::modalias)
            .orElseGet(() -> "platform:" + platform(device).field("name").asString()));
  }

  @EmitsMany(path = "sys/devices/{platform*}/{name}", each = Files.class)
  void file(Program kernel, SysfsFile<Device> file, Text out) {
    file.show(out);
  }

  /** The files of all devices that no bus finds by itself. */
  @Enumerates({"platform", "name"})
  static final class Files implements Enumerator<SysfsFile<Device>> {
    @Override
    public List<Key<SysfsFile<Device>>> keys(Program kernel) {
      return Subsystem.devicesOfBus(kernel, "platform").stream()
          .flatMap(device -> FILES.keys(device, "", device).stream())
          .toList();
    }
  }
}
