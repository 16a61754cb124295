package org.vmcore.emit.sys.device;

import java.util.Locale;
import org.vmcore.emit.Text;
import org.vmcore.kernel.block.Disks;
import org.vmcore.kernel.config.RodataStrings;
import org.vmcore.kernel.device.AcpiIds;
import org.vmcore.kernel.device.DevNode;
import org.vmcore.kernel.device.Device;
import org.vmcore.kernel.firmware.Dmi;
import org.vmcore.kernel.input.InputDevice;
import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;

/**
 * What a device tells user space about itself, {@code dev_uevent()}, {@code drivers/base/core.c}:
 * what all say, then what the functions of its bus, class and type add.
 */
final class Uevent {
  private Uevent() {}

  static void write(Program kernel, Device device, Text out) {
    if (device.bus().isEmpty() && device.deviceClass().isEmpty()) {
      return; // dev_uevent_filter()
    }
    if (device.major() != 0) {
      DevNode node = DevNode.of(device);
      out.line("MAJOR=%u", device.major());
      out.line("MINOR=%u", device.minor());
      out.line("DEVNAME=%s", node.name());
      if (node.mode() != 0) {
        out.line("DEVMODE=%#o", node.mode());
      }
      if (!node.unknownNamer().isEmpty()) {
        out.partial("what name " + node.unknownNamer() + " gives is not known");
      }
    }
    if (!device.type().isEmpty()) {
      out.line("DEVTYPE=%s", device.type());
    }
    device.driver().ifPresent(driver -> out.line("DRIVER=%s", driver));
    if (device.value().has("of_node") && !device.value().field("of_node").isNull()) {
      out.partial("what the device tree says is not shown");
    }
    added(kernel, device, "bus", "uevent", out);
    added(kernel, device, "class", "dev_uevent", out);
    added(kernel, device, "type", "uevent", out);
  }

  private static void added(Program kernel, Device device, String owner, String member, Text out) {
    Value pointer = device.value().field(owner);
    if (pointer.isNull() || pointer.field(member).isNull()) {
      return;
    }
    long function = pointer.field(member).asLong();
    String name = kernel.symbolAt(function).map(SymbolAt::name).orElse("an unnamed function");
    switch (name) {
      case "block_uevent" -> block(device, out);
      case "part_uevent" -> partition(device, out);
      case "pci_uevent" -> pci(device, out);
      case "virtio_uevent", "virtio_dev_uevent" -> virtio(device, out);
      case "scsi_bus_uevent" -> scsi(device, out);
      case "platform_uevent" -> platform(device, out);
      case "acpi_device_uevent" ->
          AcpiIds.of(device).modalias().ifPresent(alias -> out.line("MODALIAS=%s", alias));
      case "serio_uevent" -> serio(device, out);
      case "netdev_uevent" -> net(device, out);
      case "dmi_dev_uevent" -> out.line("MODALIAS=%s", Dmi.modalias(kernel));
      case "input_dev_uevent" -> input(InputDevice.of(device), out);
      case "nvme_class_uevent" -> nvme(device, out);
      default -> out.partial("what " + name + " adds is not known");
    }
  }

  private static void block(Device device, Text out) {
    Disks.of(device.value().program())
        .byNumber(device.value().field("devt").asLong())
        .flatMap(part -> part.disk().sequence())
        .ifPresent(sequence -> out.line("DISKSEQ=%llu", sequence));
  }

  private static void partition(Device device, Text out) {
    Disks.of(device.value().program())
        .byNumber(device.value().field("devt").asLong())
        .ifPresent(
            part -> {
              out.line("PARTN=%u", part.partno());
              part.partitionName().ifPresent(name -> out.line("PARTNAME=%s", name));
              if (RodataStrings.of(part.value().program()).has("PARTUUID=%s")) { // 6.14+
                part.partitionUuid().ifPresent(uuid -> out.line("PARTUUID=%s", uuid));
              }
            });
  }

  private static void pci(Device device, Text out) {
    Value pci = device.value().containerOf("struct pci_dev", "dev");
    long cls = pci.field("class").asLong();
    long vendor = pci.field("vendor").asLong();
    long id = pci.field("device").asLong();
    long subVendor = pci.field("subsystem_vendor").asLong();
    long subDevice = pci.field("subsystem_device").asLong();
    out.line("PCI_CLASS=%04X", cls);
    out.line("PCI_ID=%04X:%04X", vendor, id);
    out.line("PCI_SUBSYS_ID=%04X:%04X", subVendor, subDevice);
    out.line("PCI_SLOT_NAME=%s", device.name());
    out.line(
        "MODALIAS=pci:v%08Xd%08Xsv%08Xsd%08Xbc%02Xsc%02Xi%02X",
        vendor, id, subVendor, subDevice, cls >> 16 & 0xff, cls >> 8 & 0xff, cls & 0xff);
  }

  private static void virtio(Device device, Text out) {
    Value id = device.value().containerOf("struct virtio_device", "dev").field("id");
    out.line(
        "MODALIAS=virtio:d%08Xv%08X", id.field("device").asLong(), id.field("vendor").asLong());
  }

  private static void scsi(Device device, Text out) {
    if (device.type().equals("scsi_device")) {
      Value scsi = device.value().containerOf("struct scsi_device", "sdev_gendev");
      out.line("MODALIAS=scsi:t-0x%02x", scsi.field("type").asLong());
    }
  }

  private static void platform(Device device, Text out) {
    Value platform = device.value().containerOf("struct platform_device", "dev");
    out.line(
        "MODALIAS=%s",
        AcpiIds.ofCompanion(device)
            .flatMap(AcpiIds::modalias)
            .orElseGet(() -> "platform:" + platform.field("name").asString()));
  }

  private static void serio(Device device, Text out) {
    Value serio = device.value().containerOf("struct serio", "dev");
    long type = serio.at("id.type").asLong();
    long proto = serio.at("id.proto").asLong();
    long id = serio.at("id.id").asLong();
    long extra = serio.at("id.extra").asLong();
    out.line("SERIO_TYPE=%02x", type);
    out.line("SERIO_PROTO=%02x", proto);
    out.line("SERIO_ID=%02x", id);
    out.line("SERIO_EXTRA=%02x", extra);
    out.line("MODALIAS=serio:ty%02Xpr%02Xid%02Xex%02X", type, proto, id, extra);
    String firmware = serio.field("firmware_id").asString();
    if (!firmware.isEmpty()) {
      out.line("SERIO_FIRMWARE_ID=%s", firmware);
    }
  }

  private static void net(Device device, Text out) {
    Value net = device.value().containerOf("struct net_device", "dev");
    out.line("INTERFACE=%s", net.field("name").asString());
    out.line("IFINDEX=%d", net.field("ifindex").asLong());
  }

  private static void nvme(Device device, Text out) {
    if (!device.value().program().hasMember("struct nvme_ctrl", "ctrl_device")) {
      out.partial("the types of the module nvme_core are not at hand");
      return;
    }
    Value ctrl = device.value().containerOf("struct nvme_ctrl", "ctrl_device");
    out.line("NVME_TRTYPE=%s", ctrl.at("ops->name").asString());
    if (!ctrl.field("opts").isNull()) {
      out.partial("addresses of fabrics are not shown");
    }
  }

  private static void input(InputDevice input, Text out) {
    out.line(
        "PRODUCT=%x/%x/%x/%x",
        input.id("bustype"), input.id("vendor"), input.id("product"), input.id("version"));
    for (String member : new String[] {"name", "phys", "uniq"}) {
      if (input.has(member)) {
        out.line("%s=\"%s\"", member.toUpperCase(Locale.ROOT), input.text(member));
      }
    }
    out.line("PROP=%s", input.bitmap("propbit"));
    out.line("EV=%s", input.bitmap("evbit"));
    for (InputDevice.Kind kind : InputDevice.KINDS) {
      if (input.sends(kind)) {
        out.line("%s=%s", kind.name(), input.bitmap(kind.member()));
      }
    }
    out.line("MODALIAS=%s", input.modalias());
  }
}
