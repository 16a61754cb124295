package org.vmcore.emit.commands.nvme;

import java.util.Optional;
import org.vmcore.emit.Emits;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.kernel.block.Disk;
import org.vmcore.kernel.block.Disks;
import org.vmcore.kernel.nvme.NvmeController;
import org.vmcore.kernel.nvme.NvmeNamespace;
import org.vmcore.kernel.nvme.NvmeSubsystem;
import org.vmcore.model.Program;

/** {@code nvme} of nvme-cli. */
final class NvmeLists {
  private static final int SECTOR_BYTES = 512;
  private static final int[] WIDTHS = {21, 21, 20, 40, 9, 26, 16, 8};

  /** How much of a namespace is in use its controller alone knows. */
  @Emits("sos_commands/nvme/nvme_list")
  void list(Program kernel, Text out) {
    line(out, "Node", "Generic", "SN", "Model", "Namespace", "Usage", "Format", "FW Rev");
    String[] rules = new String[WIDTHS.length];
    for (int i = 0; i < rules.length; i++) {
      rules[i] = "-".repeat(WIDTHS[i]);
    }
    line(out, rules);
    for (Disk disk : Disks.of(kernel).all()) {
      Optional<NvmeNamespace> namespace = NvmeNamespace.of(disk);
      if (namespace.isPresent()) {
        namespace(disk, namespace.get(), out);
      }
    }
  }

  private static void namespace(Disk disk, NvmeNamespace namespace, Text out) {
    NvmeSubsystem subsystem = namespace.subsystem();
    long bytes = disk.part0().nrSectors() * SECTOR_BYTES;
    out.partial("how much of namespaces is in use is not in memory");
    line(
        out,
        "/dev/" + disk.name(),
        "/dev/" + disk.name().replace("nvme", "ng"),
        subsystem.text("serial").strip(),
        subsystem.text("model").strip(),
        Long.toString(namespace.id()),
        Text.format("%9s / %6.2f  %s", "-", megabytes(bytes), unit(bytes)),
        Text.format("%3llu   B + %2d B", disk.queue().limits().get("logical_block_size"), 0),
        subsystem.text("firmware_rev").strip());
  }

  private static double megabytes(long bytes) {
    double size = bytes;
    while (size >= 1000) {
      size /= 1000;
    }
    return size;
  }

  private static String unit(long bytes) {
    String[] units = {"B", "KB", "MB", "GB", "TB", "PB", "EB"};
    int unit = 0;
    for (double size = bytes; size >= 1000; size /= 1000) {
      unit++;
    }
    return units[unit];
  }

  private static void line(Text out, String... cells) {
    for (int i = 0; i < cells.length; i++) {
      out.print(i == 0 ? "%-*s" : " %-*s", WIDTHS[i], cells[i]);
    }
    out.append('\n');
  }

  @Emits("sos_commands/nvme/nvme_list-subsys")
  void subsystems(Program kernel, Text out) {
    if (NvmeController.all(kernel).isEmpty()) {
      throw new NoSuchFile("there is no controller of NVMe");
    }
    for (NvmeSubsystem subsystem : NvmeSubsystem.all(kernel)) {
      out.line("%s - NQN=%s", subsystem.name(), subsystem.nqn());
      out.line("\\");
      for (NvmeController controller : subsystem.controllers()) {
        out.line(
            " +- %s %s %s %s",
            controller.name(),
            controller.transport(),
            controller.isPcie() ? controller.parent() : "-",
            controller.state());
      }
    }
  }
}
