package org.vmcore.emit.commands.scsi;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.block.Disk;
import org.vmcore.kernel.block.Disks;
import org.vmcore.kernel.device.Device;
import org.vmcore.kernel.device.Subsystem;
import org.vmcore.kernel.nvme.NvmeController;
import org.vmcore.kernel.nvme.NvmeNamespace;
import org.vmcore.kernel.scsi.ScsiDevice;
import org.vmcore.kernel.scsi.ScsiHost;
import org.vmcore.model.Program;

/**
 * {@code lsscsi}: devices of SCSI by address, then namespaces of NVMe. Identifiers that udev keeps
 * ({@code -i}) are not the kernel's.
 */
final class Lsscsi {
  private static final List<String> TYPES =
      List.of(
          "disk", "tape", "printer", "process", "worm", "cd/dvd", "scanner", "optical", "mediumx",
          "comms", "(0xa)", "(0xb)", "storage", "enclosu", "sim dsk", "opti rd", "bridge", "osd",
          "adi", "sec man", "zbc");

  @Emits("sos_commands/scsi/lsscsi")
  void plain(Program kernel, Text out) {
    list(kernel, (device, text) -> {}, out);
  }

  @Emits("sos_commands/scsi/lsscsi_-d")
  void numbers(Program kernel, Text out) {
    list(
        kernel,
        (disk, text) ->
            disk.ifPresent(d -> text.print(" [%d:%d]", d.part0().major(), d.part0().minor())),
        out);
  }

  @Emits("sos_commands/scsi/lsscsi_-s")
  void sizes(Program kernel, Text out) {
    list(
        kernel,
        (disk, text) ->
            text.print(
                "  %6s", disk.map(d -> DecimalSize.of(d.part0().nrSectors() * 512)).orElse("-")),
        out);
  }

  @Emits("sos_commands/scsi/lsscsi_-H")
  void hosts(Program kernel, Text out) {
    for (ScsiHost host : ScsiHost.all(kernel)) {
      out.line("%-7s%-14s", "[" + host.number() + "]", host.procName());
    }
    for (NvmeController nvme : NvmeController.all(kernel)) {
      out.line(
          "%-7s/dev/%s  %-34s%-20s%-8s",
          "[N:" + nvme.instance() + "]",
          nvme.name(),
          nvme.subsystem().text("model").strip(),
          nvme.subsystem().text("serial").strip(),
          nvme.subsystem().text("firmware_rev"));
    }
  }

  private static void list(Program kernel, BiConsumer<Optional<Disk>, Text> further, Text out) {
    for (ScsiDevice device : ScsiDevice.all(kernel)) {
      Optional<Disk> disk = diskOf(kernel, device.device());
      out.print(
          "%-13s%-8s%-8s %-16s %-4s  %-9s",
          "[" + device.device().name() + "]",
          device.type() < TYPES.size() ? TYPES.get(device.type()) : "no dev",
          device.vendor(),
          device.model(),
          device.revision(),
          disk.map(d -> "/dev/" + d.name()).orElse("-"));
      further.accept(disk, out);
      out.append('\n');
    }
    for (Disk disk : Disks.of(kernel).all()) {
      Optional<NvmeNamespace> namespace = NvmeNamespace.of(disk);
      if (namespace.isPresent()) {
        nvme(disk, namespace.get(), out);
        further.accept(Optional.of(disk), out);
        out.append('\n');
      }
    }
  }

  private static void nvme(Disk disk, NvmeNamespace namespace, Text out) {
    Optional<NvmeController> controller = namespace.subsystem().controllers().stream().findFirst();
    String address =
        controller
            .map(c -> "[N:" + c.instance() + ":" + c.number("cntlid") + ":" + namespace.id() + "]")
            .orElse("[N]");
    out.print(
        "%-13s%-8s%-43s%-9s",
        address,
        "disk",
        namespace.subsystem().text("model").strip() + "__" + namespace.id(),
        "/dev/" + disk.name());
  }

  private static Optional<Disk> diskOf(Program kernel, Device scsi) {
    return Disks.of(kernel).all().stream()
        .filter(disk -> disk.device().parent().filter(scsi::equals).isPresent())
        .findFirst();
  }

  @Emits("sos_commands/scsi/lsscsi_-g")
  void generic(Program kernel, Text out) {
    List<Device> generics = Subsystem.devicesOfClass(kernel, "scsi_generic");
    list(
        kernel,
        (disk, text) -> {
          Optional<Device> below = disk.flatMap(d -> d.device().parent());
          String node =
              generics.stream()
                  .filter(sg -> below.isPresent() && sg.parent().equals(below))
                  .map(sg -> "/dev/" + sg.name())
                  .findFirst()
                  .orElse("-");
          text.print("  %-9s", node);
        },
        out);
  }
}
