package org.vmcore.kernel.device;

import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;

/**
 * The names that ACPI knows a device by, {@code drivers/acpi/device_sysfs.c}.
 *
 * @param acpi the {@code struct acpi_device}
 */
public record AcpiIds(Value acpi) {
  private static final String ACPI_DT_NAMESPACE_HID = "PRP0001"; // include/acpi/acpi_bus.h

  /** Of a device on ACPI's own bus. */
  public static AcpiIds of(Device device) {
    return new AcpiIds(device.value().containerOf("struct acpi_device", "dev"));
  }

  /** {@code acpi_companion_match()}: of a device that ACPI describes, if first of those. */
  public static Optional<AcpiIds> ofCompanion(Device device) {
    return companion(device)
        .filter(ids -> !ids.all().isEmpty())
        .filter(ids -> ids.isPrimary(device));
  }

  /** {@code ACPI_COMPANION()}. */
  public static Optional<AcpiIds> companion(Device device) {
    Value fwnode = device.value().field("fwnode");
    Program kernel = fwnode.program();
    if (fwnode.isNull() || !kernel.hasType("struct acpi_device")) {
      return Optional.empty();
    }
    return kernel
        .symbolAt(fwnode.field("ops").asLong())
        .map(SymbolAt::name)
        .filter("acpi_device_fwnode_ops"::equals)
        .map(ops -> new AcpiIds(fwnode.containerOf("struct acpi_device", "fwnode")));
  }

  private boolean isPrimary(Device device) {
    List<Value> physical =
        ListHead.forEachEntry(
            acpi.field("physical_node_list"), "struct acpi_device_physical_node", "node");
    return !physical.isEmpty() && physical.get(0).field("dev").asLong() == device.value().address();
  }

  /** All of them, first the one of its own. */
  public List<String> all() {
    return ListHead.forEachEntry(acpi.at("pnp.ids"), "struct acpi_hardware_id", "list").stream()
        .map(id -> id.field("id").asString())
        .toList();
  }

  /**
   * {@code create_pnp_modalias()}: empty text for a device that is not there, nothing for one that
   * has no names.
   */
  public Optional<String> modalias() {
    List<String> ids = all();
    if (ids.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder alias = new StringBuilder();
    for (String id : ids) {
      if (!id.equals(ACPI_DT_NAMESPACE_HID) && isPresent()) {
        alias.append(alias.isEmpty() ? "acpi:" : "").append(id).append(':');
      }
    }
    return Optional.of(alias.toString());
  }

  /** {@code acpi_device_is_present()}. */
  private boolean isPresent() {
    return acpi.at("status.present").asBoolean() || acpi.at("status.functional").asBoolean();
  }
}
