package org.vmcore.emit.sys.scsi;

import java.util.List;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.ShowTable;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.kernel.device.Device;
import org.vmcore.kernel.device.Subsystem;
import org.vmcore.kernel.scsi.ScsiHost;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.Program;

/** {@code scsi_sysfs_shost_attrs[]}, {@code drivers/scsi/scsi_sysfs.c}. */
final class ScsiHostFiles {
  private static final int OFF = -1;

  private static final ShowTable<Device> FILES =
      new ShowTable<Device>()
          .add("unique_id", (host, out) -> out.line("%u", number(host, "unique_id")))
          .number("cmd_per_lun", host -> number(host, "cmd_per_lun"))
          .number("can_queue", host -> number(host, "can_queue"))
          .unsigned("sg_tablesize", host -> number(host, "sg_tablesize"))
          .unsigned("sg_prot_tablesize", host -> number(host, "sg_prot_tablesize"))
          .unsigned("prot_capabilities", host -> number(host, "prot_capabilities"))
          .number("prot_guard_type", host -> number(host, "prot_guard_type"))
          .unsigned("nr_hw_queues", host -> ScsiHost.of(host).nrHwQueues())
          .number("host_busy", host -> ScsiHost.of(host).busy())
          .flag("use_blk_mq", host -> true)
          .text("proc_name", host -> ScsiHost.of(host).procName())
          .text("state", host -> ScsiHost.of(host).state())
          .text("supported_mode", host -> ScsiHost.of(host).supportedMode())
          .text("active_mode", host -> ScsiHost.of(host).activeMode())
          .text("eh_deadline", ScsiHostFiles::deadline);

  private static long number(Device host, String member) {
    return ScsiHost.of(host).value().field(member).asLong();
  }

  private static String deadline(Device host) {
    int jiffies = (int) number(host, "eh_deadline");
    return jiffies == OFF ? "off" : Integer.toString(jiffies / Hz.of(host.value().program()));
  }

  @EmitsMany(path = "sys/devices/{scsi_host*}/{name}", each = Files.class)
  void file(Program kernel, SysfsFile<Device> file, Text out) {
    file.show(out);
  }

  /** The files of all hosts. */
  @Enumerates({"scsi_host", "name"})
  static final class Files implements Enumerator<SysfsFile<Device>> {
    @Override
    public List<Key<SysfsFile<Device>>> keys(Program kernel) {
      return Subsystem.devicesOfClass(kernel, "scsi_host").stream()
          .flatMap(host -> FILES.keys(host, "", host).stream())
          .toList();
    }
  }
}
