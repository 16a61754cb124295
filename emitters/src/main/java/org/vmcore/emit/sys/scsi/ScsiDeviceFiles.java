package org.vmcore.emit.sys.scsi;

import java.util.ArrayList;
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
import org.vmcore.kernel.scsi.ScsiDevice;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code scsi_sdev_attrs[]}, {@code drivers/scsi/scsi_sysfs.c}. */
final class ScsiDeviceFiles {
  private static final int MAX_PAGE_BYTES = 4096;

  private static final ShowTable<Device> FILES = new ShowTable<>();

  static {
    add("type", (scsi, out) -> out.line("%d", scsi.type()));
    add("scsi_level", (scsi, out) -> out.line("%d", scsi.scsiLevel()));
    add("vendor", (scsi, out) -> out.line("%s", scsi.vendor()));
    add("model", (scsi, out) -> out.line("%s", scsi.model()));
    add("rev", (scsi, out) -> out.line("%s", scsi.revision()));
    add("state", (scsi, out) -> out.line("%s", scsi.state()));
    add("device_busy", (scsi, out) -> out.line("%d", scsi.deviceBusy()));
    add("device_blocked", (scsi, out) -> out.line("%d", scsi.counter("device_blocked")));
    add("queue_depth", (scsi, out) -> out.line("%d", scsi.number("queue_depth")));
    add("queue_type", (scsi, out) -> out.line("%s", queueType(scsi)));
    add("timeout", (scsi, out) -> out.line("%d", seconds(scsi, timeout(scsi))));
    add("eh_timeout", (scsi, out) -> out.line("%u", seconds(scsi, scsi.number("eh_timeout"))));
    add("queue_ramp_up_period", (scsi, out) -> out.line("%u", rampUpMs(scsi)));
    add("iocounterbits", (scsi, out) -> out.line("%u", scsi.counterBits()));
    add("modalias", (scsi, out) -> out.line("scsi:t-0x%02x", scsi.type()));
    add("blacklist", ScsiDeviceFiles::blacklist);
    add("inquiry", ScsiDeviceFiles::inquiry);
    counters();
    events();
    pages();
  }

  private static void add(String name, SysfsFile.Shower<ScsiDevice> shower) {
    FILES.add(
        name,
        (device, out) ->
            shower.show(
                ScsiDevice.of(device).orElseThrow(() -> new NoSuchFile("no SCSI device")), out));
  }

  private static void counters() {
    for (String name : List.of("iorequest_cnt", "iodone_cnt", "ioerr_cnt", "iotmo_cnt")) {
      add(name, (scsi, out) -> out.line("0x%llx", scsi.counter(name)));
    }
  }

  /** Which events the device tells of by itself. */
  private static void events() {
    event("media_change", "MEDIA_CHANGE");
    event("soft_threshold_reached", "SOFT_THRESHOLD_REACHED_REPORTED");
    for (String name :
        List.of(
            "inquiry_change_reported",
            "capacity_change_reported",
            "mode_parameter_change_reported",
            "lun_change_reported")) {
      event(name, name.toUpperCase(Locale.ROOT));
    }
  }

  private static void event(String name, String enumerator) {
    add("evt_" + name, (scsi, out) -> out.line("%d", scsi.reports("SDEV_EVT_" + enumerator)));
  }

  private static void pages() {
    for (String page : List.of("pg0", "pg80", "pg83", "pg89", "pgb0", "pgb1", "pgb2", "pgb7")) {
      add("vpd_" + page, (scsi, out) -> page(scsi, page, out));
    }
  }

  /** A page of vital product data as the device gave it. */
  private static void page(ScsiDevice scsi, String name, Text out) {
    Value page = scsi.value().field("vpd_" + name);
    if (page.isNull()) {
      throw new NoSuchFile("the device has no such page");
    }
    long sizeBytes = Math.min(MAX_PAGE_BYTES, page.field("len").asLong() & 0xffffffffL);
    out.raw(page.field("data").index(0).bytes(sizeBytes));
  }

  private static void inquiry(ScsiDevice scsi, Text out) {
    Value answer = scsi.value().field("inquiry");
    if (answer.isNull()) {
      throw new NoSuchFile("there is no answer to INQUIRY");
    }
    out.raw(answer.deref().bytes(scsi.number("inquiry_len") & 0xff));
  }

  private static String queueType(ScsiDevice scsi) {
    return scsi.value().field("simple_tags").asBoolean() ? "simple" : "none";
  }

  private static long timeout(ScsiDevice scsi) {
    return scsi.value().field("request_queue").field("rq_timeout").asLong();
  }

  private static long seconds(ScsiDevice scsi, long jiffies) {
    return jiffies / Hz.of(scsi.value().program());
  }

  private static long rampUpMs(ScsiDevice scsi) {
    return Hz.jiffiesToMsecs(scsi.value().program(), scsi.number("queue_ramp_up_period"));
  }

  private static void blacklist(ScsiDevice scsi, Text out) {
    String flags = String.join(" ", scsi.blacklist());
    if (!flags.isEmpty()) {
      out.line("%s", flags);
    }
  }

  @EmitsMany(path = "sys/devices/{scsi*}/{name}", each = Files.class)
  void file(Program kernel, SysfsFile<Device> file, Text out) {
    file.show(out);
  }

  /** The files of all devices of SCSI. */
  @Enumerates({"scsi", "name"})
  static final class Files implements Enumerator<SysfsFile<Device>> {
    @Override
    public List<Key<SysfsFile<Device>>> keys(Program kernel) {
      List<Key<SysfsFile<Device>>> keys = new ArrayList<>();
      for (Device device : Subsystem.devicesOfBus(kernel, "scsi")) {
        if (ScsiDevice.isOne(device)) {
          keys.addAll(FILES.keys(device, "", device));
        }
      }
      return keys;
    }
  }
}
