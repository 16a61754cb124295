package org.vmcore.kernel.scsi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.device.Device;
import org.vmcore.kernel.device.Subsystem;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A {@code struct scsi_device}, {@code include/scsi/scsi_device.h}.
 *
 * @param value the {@code struct scsi_device}
 */
public record ScsiDevice(Value value) {
  private static final int VENDOR_CHARS = 8; // fields of the answer to INQUIRY
  private static final int MODEL_CHARS = 16;
  private static final int REVISION_CHARS = 4;

  /** What this device is, when it is one of SCSI; needs the types of the module. */
  public static Optional<ScsiDevice> of(Device device) {
    return isOne(device)
        ? Optional.of(new ScsiDevice(device.value().containerOf("struct scsi_device", GENDEV)))
        : Optional.empty();
  }

  private static final String GENDEV = "sdev_gendev";

  /** Whether a device is one of SCSI; needs no types. */
  public static boolean isOne(Device device) {
    return device.type().equals("scsi_device");
  }

  /** All by host, channel, target and unit. */
  public static List<ScsiDevice> all(Program kernel) {
    return Subsystem.devicesOfBus(kernel, "scsi").stream()
        .flatMap(device -> of(device).stream())
        .sorted(
            Comparator.comparing(ScsiDevice::hostNo)
                .thenComparing(ScsiDevice::channel)
                .thenComparing(ScsiDevice::id)
                .thenComparing(ScsiDevice::lun))
        .toList();
  }

  /** Its device on the bus: {@code 0:0:0:0}. */
  public Device device() {
    return new Device(value.field(GENDEV));
  }

  public ScsiHost host() {
    return new ScsiHost(value.field("host").deref());
  }

  public long hostNo() {
    return value.field("host").field("host_no").asLong() & 0xffffffffL;
  }

  public long channel() {
    return value.field("channel").asLong() & 0xffffffffL;
  }

  public long id() {
    return value.field("id").asLong() & 0xffffffffL;
  }

  public long lun() {
    return value.field("lun").asLong();
  }

  /** Peripheral device type: 0 for a disk, 5 for a CD. */
  public int type() {
    return (int) (value.field("type").asLong() & 0xff);
  }

  public int scsiLevel() {
    return (int) (value.field("scsi_level").asLong() & 0xff);
  }

  /** Padded with blanks, as it came. */
  public String vendor() {
    return text("vendor", VENDOR_CHARS);
  }

  public String model() {
    return text("model", MODEL_CHARS);
  }

  public String revision() {
    return text("rev", REVISION_CHARS);
  }

  /** They point into the answer to INQUIRY, and no NUL ends them. */
  private String text(String member, int chars) {
    Value text = value.field(member);
    return text.isNull() ? "" : value.program().cString(text.asLong(), chars);
  }

  /** {@code sdev_state} by its name: {@code "running"}. */
  public String state() {
    return ScsiState.ofDevice(value.field("sdev_state"));
  }

  /** Commands that are with the device now; counted in the budget of tags since 5.12. */
  public long deviceBusy() {
    if (value.has("budget_map")) {
      return Sbitmaps.weight(value.field("budget_map"));
    }
    return MemberVariants.first(value, "device_busy.counter", "device_busy").asLong();
  }

  public long number(String member) {
    return value.field(member).asLong();
  }

  /** An {@code atomic_t} of it: {@code "ioerr_cnt"}. */
  public long counter(String member) {
    return MemberVariants.first(value, member + ".counter", member).asLong() & 0xffffffffL;
  }

  /** How many bits its counters have. */
  public long counterBits() {
    return 8 * value.field("iorequest_cnt").type().sizeBytes();
  }

  /** Whether it tells of an event: {@code "SDEV_EVT_MEDIA_CHANGE"}; 1 or 0. */
  public long reports(String enumerator) {
    long bit = value.program().enumerator(enumerator);
    return value.field("supported_events").index(0).asLong() >> bit & 1;
  }

  /** {@code sdev_show_blacklist()}: what is known to be odd about it, by name. */
  public List<String> blacklist() {
    List<String> names = new ArrayList<>();
    long flags = value.field("sdev_bflags").asLong();
    for (int bit = 0; bit < Long.SIZE; bit++) {
      if ((flags >> bit & 1) != 0) {
        names.add(BlacklistFlags.name(bit));
      }
    }
    return names;
  }
}
