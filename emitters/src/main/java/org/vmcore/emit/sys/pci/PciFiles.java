package org.vmcore.emit.sys.pci;

import java.util.List;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.ShowTable;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.kernel.cpu.Bitmaps;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.pci.PciDevice;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code pci_dev_attrs[]}, {@code drivers/pci/pci-sysfs.c}; what is read from the device itself is
 * left out.
 */
final class PciFiles {
  private static final ShowTable<PciDevice> FILES = new ShowTable<>();

  static {
    id("vendor", "0x%04x");
    id("device", "0x%04x");
    id("subsystem_vendor", "0x%04x");
    id("subsystem_device", "0x%04x");
    id("revision", "0x%02x");
    id("class", "0x%06x");
    id("irq", "%u");
    FILES
        .flag("broken_parity_status", pci -> pci.value().field("broken_parity_status").asBoolean())
        .flag("d3cold_allowed", pci -> pci.value().field("d3cold_allowed").asBoolean())
        .flag("ari_enabled", PciDevice::isAriEnabled)
        .flag("msi_bus", PciDevice::allowsMsi)
        .flag("boot_vga", PciDevice::isBootVga)
        .unsigned("enable", pci -> pci.value().at("enable_cnt.counter").asLong())
        .number("numa_node", pci -> pci.device().numaNode())
        .number("dma_mask_bits", PciDevice::dmaMaskBits)
        .number("consistent_dma_mask_bits", PciDevice::coherentDmaMaskBits)
        .text("power_state", PciDevice::powerState)
        .text("local_cpulist", pci -> Bitmaps.list(pci.localCpus()))
        .text("local_cpus", PciFiles::localCpus)
        .text("driver_override", pci -> pci.driverOverride().orElse("(null)"))
        .unsigned("secondary_bus_number", pci -> busNumber(pci, "start"))
        .unsigned("subordinate_bus_number", pci -> busNumber(pci, "end"))
        .add("modalias", PciFiles::modalias)
        .add("resource", PciFiles::resource);
    AerFiles.addTo(FILES);
  }

  private static void id(String name, String format) {
    FILES.add(name, (pci, out) -> out.line(format, pci.number(name)));
  }

  private static String localCpus(PciDevice pci) {
    return Bitmaps.hex(pci.localCpus(), CpuMask.nrCpuIds(pci.value().program()));
  }

  /** The bridge was told what buses are behind it. */
  private static long busNumber(PciDevice pci, String end) {
    return pci.subordinate().map(bus -> bus.at("busn_res." + end).asLong()).orElse(0L);
  }

  static void modalias(PciDevice pci, Text out) {
    long code = pci.classCode();
    out.line(
        "pci:v%08Xd%08Xsv%08Xsd%08Xbc%02Xsc%02Xi%02X",
        pci.number("vendor"),
        pci.number("device"),
        pci.number("subsystem_vendor"),
        pci.number("subsystem_device"),
        code >> 16 & 0xff,
        code >> 8 & 0xff,
        code & 0xff);
  }

  private static void resource(PciDevice pci, Text out) {
    for (Value resource : pci.resources()) {
      out.line(
          "0x%016llx 0x%016llx 0x%016llx",
          resource.field("start").asLong(),
          resource.field("end").asLong(),
          resource.field("flags").asLong());
    }
  }

  @EmitsMany(path = "sys/devices/{pci*}/{name}", each = Files.class)
  void file(Program kernel, SysfsFile<PciDevice> file, Text out) {
    file.show(out);
  }

  /** The files of all devices on the bus. */
  @Enumerates({"pci", "name"})
  static final class Files implements Enumerator<SysfsFile<PciDevice>> {
    @Override
    public List<Key<SysfsFile<PciDevice>>> keys(Program kernel) {
      return PciDevice.all(kernel).stream()
          .flatMap(pci -> FILES.keys(pci.device(), "", pci).stream())
          .toList();
    }
  }
}
