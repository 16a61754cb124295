package org.vmcore.kernel.scsi;

import java.util.Map;
import org.vmcore.model.Value;

/** {@code sdev_states[]} and {@code shost_states[]}, {@code drivers/scsi/scsi_sysfs.c}. */
final class ScsiState {
  private static final Map<String, String> DEVICE =
      Map.of(
          "SDEV_CREATED", "created",
          "SDEV_RUNNING", "running",
          "SDEV_CANCEL", "cancel",
          "SDEV_DEL", "deleted",
          "SDEV_QUIESCE", "quiesce",
          "SDEV_OFFLINE", "offline",
          "SDEV_TRANSPORT_OFFLINE", "transport-offline",
          "SDEV_BLOCK", "blocked",
          "SDEV_CREATED_BLOCK", "created-blocked");

  private static final Map<String, String> HOST =
      Map.of(
          "SHOST_CREATED", "created",
          "SHOST_RUNNING", "running",
          "SHOST_CANCEL", "cancel",
          "SHOST_DEL", "deleted",
          "SHOST_RECOVERY", "recovery",
          "SHOST_CANCEL_RECOVERY", "cancel/recovery",
          "SHOST_DEL_RECOVERY", "deleted/recovery");

  private ScsiState() {}

  static String ofDevice(Value state) {
    return name(state, DEVICE);
  }

  static String ofHost(Value state) {
    return name(state, HOST);
  }

  /** The kernel's word; empty for a state that is none. */
  private static String name(Value state, Map<String, String> names) {
    return names.entrySet().stream()
        .filter(
            entry -> state.program().findEnumerator(entry.getKey()).orElse(-1) == state.asLong())
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }
}
