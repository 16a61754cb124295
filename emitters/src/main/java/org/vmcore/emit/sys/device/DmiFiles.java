package org.vmcore.emit.sys.device;

import java.util.List;
import java.util.Locale;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.ShowTable;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.kernel.device.Device;
import org.vmcore.kernel.device.Subsystem;
import org.vmcore.kernel.firmware.Dmi;
import org.vmcore.model.Program;

/** {@code /sys/class/dmi/id}, {@code drivers/firmware/dmi-id.c}: what machine it is. */
final class DmiFiles {
  private static final ShowTable<Device> FILES = new ShowTable<>();

  static {
    for (String name :
        List.of(
            "bios_vendor",
            "bios_version",
            "bios_date",
            "bios_release",
            "ec_firmware_release",
            "sys_vendor",
            "product_name",
            "product_version",
            "product_serial",
            "product_uuid",
            "product_sku",
            "product_family",
            "board_vendor",
            "board_name",
            "board_version",
            "board_serial",
            "board_asset_tag",
            "chassis_vendor",
            "chassis_type",
            "chassis_version",
            "chassis_serial",
            "chassis_asset_tag")) {
      String field = "DMI_" + name.toUpperCase(Locale.ROOT);
      FILES.text(name, device -> text(device.value().program(), field));
    }
    FILES.text("modalias", device -> Dmi.modalias(device.value().program()));
  }

  private static String text(Program kernel, String field) {
    return Dmi.get(kernel, field).orElseThrow(() -> new NoSuchFile("it is not told"));
  }

  @EmitsMany(path = "sys/devices/{dmi*}/{name}", each = Files.class)
  void file(Program kernel, SysfsFile<Device> file, Text out) {
    file.show(out);
  }

  /** The files of the machine. */
  @Enumerates({"dmi", "name"})
  static final class Files implements Enumerator<SysfsFile<Device>> {
    @Override
    public List<Key<SysfsFile<Device>>> keys(Program kernel) {
      return Subsystem.devicesOfClass(kernel, "dmi").stream()
          .flatMap(device -> FILES.keys(device, "", device).stream())
          .toList();
    }
  }
}
