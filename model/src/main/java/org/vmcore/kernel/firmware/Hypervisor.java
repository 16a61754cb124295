package org.vmcore.kernel.firmware;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmcore.model.Program;
import org.vmcore.model.Value;
import org.vmcore.types.EnumType;

/**
 * Who runs the machine if it is a virtual one: as the processor told at boot, {@code
 * x86_hyper_type}, or as the firmware's names tell.
 */
public final class Hypervisor {
  private static final Map<String, String> TYPES =
      Map.of(
          "X86_HYPER_KVM", "kvm",
          "X86_HYPER_MS_HYPERV", "microsoft",
          "X86_HYPER_VMWARE", "vmware",
          "X86_HYPER_XEN_HVM", "xen",
          "X86_HYPER_XEN_PV", "xen",
          "X86_HYPER_ACRN", "acrn");

  /** Where the firmware may name it; the product before the maker, who has more than one. */
  private static final List<String> FIELDS =
      List.of("DMI_PRODUCT_NAME", "DMI_SYS_VENDOR", "DMI_BOARD_VENDOR", "DMI_BIOS_VENDOR");

  /** How such names begin. */
  private static final List<Map.Entry<String, String>> NAMES =
      List.of(
          Map.entry("KVM", "kvm"),
          Map.entry("OpenStack", "kvm"),
          Map.entry("KubeVirt", "kvm"),
          Map.entry("QEMU", "qemu"),
          Map.entry("VMware", "vmware"),
          Map.entry("VMW", "vmware"),
          Map.entry("innotek GmbH", "oracle"),
          Map.entry("VirtualBox", "oracle"),
          Map.entry("Xen", "xen"),
          Map.entry("Bochs", "bochs"),
          Map.entry("Parallels", "parallels"),
          Map.entry("BHYVE", "bhyve"),
          Map.entry("Google Compute Engine", "google"),
          Map.entry("Amazon EC2", "amazon"));

  private Hypervisor() {}

  /** In the words of systemd: {@code kvm}, {@code vmware}; empty for a machine of its own. */
  public static Optional<String> of(Program kernel) {
    Optional<String> told = ofProcessor(kernel);
    return told.isPresent() ? told : ofFirmware(kernel);
  }

  /** What the processor told; empty for those that the kernel does not know. */
  public static Optional<String> ofProcessor(Program kernel) {
    return kernel.findSymbol("x86_hyper_type").flatMap(Hypervisor::name).map(TYPES::get);
  }

  private static Optional<String> name(Value type) {
    return type.type().resolved() instanceof EnumType types
        ? types.nameOf(type.asLong())
        : Optional.empty();
  }

  private static Optional<String> ofFirmware(Program kernel) {
    for (String field : FIELDS) {
      String text = Dmi.get(kernel, field).orElse("");
      for (Map.Entry<String, String> name : NAMES) {
        if (text.startsWith(name.getKey())) {
          return Optional.of(name.getValue());
        }
      }
    }
    return Optional.empty();
  }
}
