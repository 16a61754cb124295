package org.vmcore.kernel.nvme;

import java.util.List;
import java.util.Map;
import org.vmcore.kernel.device.Device;
import org.vmcore.kernel.device.Subsystem;
import org.vmcore.model.NoSuchType;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A {@code struct nvme_ctrl}, {@code drivers/nvme/host/nvme.h}.
 *
 * @param value the {@code struct nvme_ctrl}
 */
public record NvmeController(Value value) {
  private static final Map<String, String> STATES =
      Map.of(
          "NVME_CTRL_NEW", "new",
          "NVME_CTRL_LIVE", "live",
          "NVME_CTRL_RESETTING", "resetting",
          "NVME_CTRL_CONNECTING", "connecting",
          "NVME_CTRL_DELETING", "deleting",
          "NVME_CTRL_DELETING_NOIO", "deleting (no IO)",
          "NVME_CTRL_DEAD", "dead");

  /**
   * @param device one of the class {@code nvme}
   * @throws NoSuchType when the types of the module are not at hand
   */
  public static NvmeController of(Device device) {
    return new NvmeController(device.driverData().cast("struct nvme_ctrl *").deref());
  }

  /** All by name. */
  public static List<NvmeController> all(Program kernel) {
    return Subsystem.ofClass(kernel, "nvme").stream()
        .flatMap(subsystem -> subsystem.devicesByName().stream())
        .map(NvmeController::of)
        .toList();
  }

  /** {@code nvme0}. */
  public String name() {
    return new Device(value.field("device").deref()).name();
  }

  public int instance() {
    return value.field("instance").asInt();
  }

  public NvmeSubsystem subsystem() {
    return new NvmeSubsystem(value.field("subsys").deref());
  }

  /** {@code "pcie"}. */
  public String transport() {
    return value.at("ops->name").asString();
  }

  public boolean isPcie() {
    return transport().equals("pcie");
  }

  /** Name of the device on the bus behind it. */
  public String parent() {
    return new Device(value.field("dev").deref()).name();
  }

  public String state() {
    long state = value.field("state").asLong();
    return STATES.entrySet().stream()
        .filter(e -> value.program().findEnumerator(e.getKey()).orElse(-1) == state)
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("unknown state");
  }

  public long number(String member) {
    return value.field(member).asLong();
  }
}
