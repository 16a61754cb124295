package org.vmcore.kernel.firmware;

import java.util.Optional;
import org.vmcore.kernel.config.RodataStrings;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * What the firmware calls the machine, {@code dmi_ident[]}, {@code drivers/firmware/dmi_scan.c}.
 */
public final class Dmi {
  /** Prefix and field of each part of the alias, {@code drivers/firmware/dmi-id.c}. */
  private static final String[][] ALIAS = {
    {"bvn", "DMI_BIOS_VENDOR"},
    {"bvr", "DMI_BIOS_VERSION"},
    {"bd", "DMI_BIOS_DATE"},
    {"br", "DMI_BIOS_RELEASE"},
    {"efr", "DMI_EC_FIRMWARE_RELEASE"},
    {"svn", "DMI_SYS_VENDOR"},
    {"pn", "DMI_PRODUCT_NAME"},
    {"pvr", "DMI_PRODUCT_VERSION"},
    {"rvn", "DMI_BOARD_VENDOR"},
    {"rn", "DMI_BOARD_NAME"},
    {"rvr", "DMI_BOARD_VERSION"},
    {"cvn", "DMI_CHASSIS_VENDOR"},
    {"ct", "DMI_CHASSIS_TYPE"},
    {"cvr", "DMI_CHASSIS_VERSION"},
    {"sku", "DMI_PRODUCT_SKU"},
    {"pfa", "DMI_PRODUCT_FAMILY"}
  };

  private Dmi() {}

  /** {@code dmi_get_system_info()}: {@code "DMI_SYS_VENDOR"}; empty where it is not told. */
  public static Optional<String> get(Program kernel, String field) {
    Optional<Value> fields = kernel.findSymbol("dmi_ident");
    if (fields.isEmpty() || kernel.findEnumerator(field).isEmpty()) {
      return Optional.empty();
    }
    Value text = fields.get().index(kernel.enumerator(field));
    return text.isNull() ? Optional.empty() : Optional.of(text.asString());
  }

  /** {@code get_modalias()}: {@code "dmi:bvnSeaBIOS:...:"}. */
  public static String modalias(Program kernel) {
    StringBuilder alias = new StringBuilder("dmi");
    for (String[] part : ALIAS) {
      if (!isPart(kernel, part[0])) {
        continue;
      }
      get(kernel, part[1])
          .ifPresent(text -> alias.append(':').append(part[0]).append(filtered(text)));
    }
    return alias.append(':').toString();
  }

  /**
   * Whether kernels of this age have the part: the SKU came with 5.15, as the disks' sequence
   * numbers did; the family with 6.17, whose prefix stands in the kernel's read-only data.
   */
  private static boolean isPart(Program kernel, String prefix) {
    return switch (prefix) {
      case "sku" -> kernel.hasMember("struct gendisk", "diskseq");
      case "pfa" -> RodataStrings.of(kernel).has("\0pfa\0");
      default -> true;
    };
  }

  /** {@code ascii_filter()}: without blanks, colons and what is not ASCII. */
  private static String filtered(String text) {
    StringBuilder filtered = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > ' ' && c < 127 && c != ':') {
        filtered.append(c);
      }
    }
    return filtered.toString();
  }
}
