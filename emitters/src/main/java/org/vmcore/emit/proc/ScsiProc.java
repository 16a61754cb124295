package org.vmcore.emit.proc;

import org.vmcore.emit.Emits;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.kernel.scsi.ScsiDevice;
import org.vmcore.model.Program;

/** {@code /proc/scsi/scsi} as {@code proc_print_scsidevice()}, {@code drivers/scsi/scsi_proc.c}. */
final class ScsiProc {
  private static final String[] TYPES = {
    "Direct-Access    ", "Sequential-Access", "Printer          ", "Processor        ",
    "WORM             ", "CD-ROM           ", "Scanner          ", "Optical Device   ",
    "Medium Changer   ", "Communications   ", "ASC IT8          ", "ASC IT8          ",
    "RAID             ", "Enclosure        ", "Direct-Access-RBC", "Optical card     ",
    "Bridge controller", "Object storage   ", "Automation/Drive ", "Security Manager ",
    "Direct-Access-ZBC"
  };
  private static final int SCSI_1_CCS = 2; // include/scsi/scsi.h

  @Emits("proc/scsi/scsi")
  void scsi(Program kernel, Text out) {
    if (kernel.findAddress("proc_scsi_show").isEmpty()) {
      throw new NoSuchFile("the kernel has no CONFIG_SCSI_PROC_FS");
    }
    out.line("Attached devices:");
    for (ScsiDevice device : ScsiDevice.all(kernel)) {
      out.line(
          "Host: scsi%d Channel: %02d Id: %02d Lun: %02llu",
          device.hostNo(), device.channel(), device.id(), device.lun());
      out.line(
          "  Vendor: %-8s Model: %-16s Rev: %-4s",
          device.vendor(), device.model(), device.revision());
      int level = device.scsiLevel();
      out.line(
          "  Type:   %s                ANSI  SCSI revision: %02x%s",
          device.type() < TYPES.length ? TYPES[device.type()] : "Unknown          ",
          level - (level > 1 ? 1 : 0),
          level == SCSI_1_CCS ? " CCS" : "");
    }
  }
}
