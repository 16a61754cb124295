package org.vmcore.kernel.scsi;

import java.util.Comparator;
import java.util.List;
import org.vmcore.kernel.block.Request;
import org.vmcore.kernel.block.Requests;
import org.vmcore.kernel.device.Device;
import org.vmcore.kernel.device.Subsystem;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A {@code struct Scsi_Host}, {@code include/scsi/scsi_host.h}.
 *
 * @param value the {@code struct Scsi_Host}
 */
public record ScsiHost(Value value) {
  /** All by number. */
  public static List<ScsiHost> all(Program kernel) {
    return Subsystem.devicesOfClass(kernel, "scsi_host").stream()
        .map(ScsiHost::of)
        .sorted(Comparator.comparing(ScsiHost::number))
        .toList();
  }

  /**
   * @param device one of the class {@code scsi_host}
   */
  public static ScsiHost of(Device device) {
    return new ScsiHost(device.value().containerOf("struct Scsi_Host", "shost_dev"));
  }

  public long number() {
    return value.field("host_no").asLong() & 0xffffffffL;
  }

  /** Its device of the class: {@code host0}. */
  public Device device() {
    return new Device(value.field("shost_dev"));
  }

  public String state() {
    return ScsiState.ofHost(value.field("shost_state"));
  }

  /** What its driver calls itself. */
  public String procName() {
    Value name = value.at("hostt->proc_name");
    return name.isNull() ? "<NULL>" : name.asString();
  }

  /** {@code scsi_host_busy()}: commands that the driver has. */
  public long busy() {
    Program kernel = value.program();
    return ScsiDevice.all(kernel).stream()
        .filter(device -> device.value().field("host").asLong() == value.address())
        .mapToLong(device -> requests(device).size())
        .sum();
  }

  private static List<Request> requests(ScsiDevice device) {
    long queue = device.value().field("request_queue").asLong();
    return Requests.of(device.value().program()).inFlight(queue);
  }

  /** Hardware queues of its tag set. */
  public long nrHwQueues() {
    return value.at("tag_set.nr_hw_queues").asLong();
  }

  /** What its driver can be to others; an initiator when it does not say. */
  public String supportedMode() {
    long mode = value.at("hostt->supported_mode").asLong();
    return mode(mode == MODE_UNKNOWN ? MODE_INITIATOR : mode);
  }

  public String activeMode() {
    long mode = value.field("active_mode").asLong();
    return mode == MODE_UNKNOWN ? "unknown" : mode(mode);
  }

  private static String mode(long mode) {
    boolean initiator = (mode & MODE_INITIATOR) != 0;
    boolean target = (mode & MODE_TARGET) != 0;
    return (initiator ? "Initiator" : "")
        + (initiator && target ? ", " : "")
        + (target ? "Target" : "");
  }

  // include/scsi/scsi_host.h
  private static final long MODE_UNKNOWN = 0;
  private static final long MODE_INITIATOR = 1;
  private static final long MODE_TARGET = 2;
}
