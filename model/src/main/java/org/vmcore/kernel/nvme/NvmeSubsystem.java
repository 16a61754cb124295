package org.vmcore.kernel.nvme;

import java.util.List;
import org.vmcore.kernel.device.Device;
import org.vmcore.kernel.device.Subsystem;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A {@code struct nvme_subsystem}, {@code drivers/nvme/host/nvme.h}: controllers that lead to the
 * same namespaces.
 *
 * @param value the {@code struct nvme_subsystem}
 */
public record NvmeSubsystem(Value value) {
  /**
   * @param device one of the class {@code nvme-subsystem}
   */
  public static NvmeSubsystem of(Device device) {
    return new NvmeSubsystem(device.value().containerOf("struct nvme_subsystem", "dev"));
  }

  /** All by name. */
  public static List<NvmeSubsystem> all(Program kernel) {
    return Subsystem.ofClass(kernel, "nvme-subsystem").stream()
        .flatMap(subsystem -> subsystem.devicesByName().stream())
        .map(NvmeSubsystem::of)
        .toList();
  }

  public String name() {
    return new Device(value.field("dev")).name();
  }

  /** Text padded with blanks, as the controller gave it: {@code "model"}. */
  public String text(String member) {
    return value.field(member).asString();
  }

  /** Its qualified name. */
  public String nqn() {
    return value.field("subnqn").asString();
  }

  /** {@code subsystype}: what it is there for. */
  public String type() {
    Program kernel = value.program();
    long type = value.field("subtype").asLong();
    if (type == kernel.findEnumerator("NVME_NQN_DISC").orElse(-1)) {
      return "discovery";
    }
    return type == kernel.findEnumerator("NVME_NQN_NVME").orElse(-1) ? "nvm" : "reserved";
  }

  /** How it chooses among paths. */
  public String ioPolicy() {
    Program kernel = value.program();
    long policy = value.field("iopolicy").asLong();
    if (policy == kernel.findEnumerator("NVME_IOPOLICY_RR").orElse(-1)) {
      return "round-robin";
    }
    return policy == kernel.findEnumerator("NVME_IOPOLICY_QD").orElse(-1) ? "queue-depth" : "numa";
  }

  public List<NvmeController> controllers() {
    return ListHead.forEachEntry(value.field("ctrls"), "struct nvme_ctrl", "subsys_entry").stream()
        .map(NvmeController::new)
        .toList();
  }
}
