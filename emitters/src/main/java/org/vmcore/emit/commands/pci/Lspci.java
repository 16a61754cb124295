package org.vmcore.emit.commands.pci;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.pci.PciDevice;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code lspci} of pciutils. Names of makers and devices stand in a file of the machine; control,
 * status and capabilities are read from the devices: both are left out.
 */
final class Lspci {
  private static final long IORESOURCE_IO = 0x100; // include/linux/ioport.h
  private static final long IORESOURCE_MEM = 0x200;
  private static final long IORESOURCE_PREFETCH = 0x2000;
  private static final long IORESOURCE_MEM_64 = 0x100000;
  private static final long IORESOURCE_ROM_ENABLE = 1;
  private static final int NR_BARS = 6;

  @Emits("sos_commands/pci/lspci_-nnvv")
  void verbose(Program kernel, Text out) {
    out.partial("names, control, status and capabilities are not in memory");
    for (PciDevice pci : PciDevice.all(kernel)) {
      head(pci, out);
      int node = pci.device().numaNode();
      if (node >= 0) {
        out.line("\tNUMA node: %d", node);
      }
      interrupt(pci, out);
      regions(pci, out);
      pci.device().driver().ifPresent(driver -> out.line("\tKernel driver in use: %s", driver));
      out.append('\n');
    }
  }

  private static void head(PciDevice pci, Text out) {
    long code = pci.classCode();
    out.print(
        "%s %s [%04x]: Device [%04x:%04x]",
        shortName(pci),
        PciClasses.name((int) (code >> 8)),
        code >> 8,
        pci.number("vendor"),
        pci.number("device"));
    if (pci.number("revision") != 0) {
      out.print(" (rev %02x)", pci.number("revision"));
    }
    if ((code & 0xff) != 0) {
      out.print(" (prog-if %02x)", code & 0xff);
    }
    out.append('\n');
    if (pci.number("subsystem_vendor") != 0) {
      out.line(
          "\tSubsystem: Device [%04x:%04x]",
          pci.number("subsystem_vendor"), pci.number("subsystem_device"));
    }
  }

  /** Without the domain where there is but one. */
  private static String shortName(PciDevice pci) {
    String name = pci.device().name();
    return name.startsWith("0000:") ? name.substring("0000:".length()) : name;
  }

  private static void interrupt(PciDevice pci, Text out) {
    long pin = pci.number("pin");
    if (pin != 0) {
      out.line("\tInterrupt: pin %c routed to IRQ %d", (char) ('A' + pin - 1), pci.number("irq"));
    }
  }

  private static void regions(PciDevice pci, Text out) {
    List<Value> resources = pci.resources();
    for (int bar = 0; bar < Math.min(NR_BARS, resources.size()); bar++) {
      Value resource = resources.get(bar);
      long start = resource.field("start").asLong();
      long size = resource.field("end").asLong() - start + 1;
      long flags = resource.field("flags").asLong();
      if ((flags & IORESOURCE_IO) != 0) {
        out.line("\tRegion %d: I/O ports at %04x [size=%s]", bar, start, size(size));
      } else if ((flags & IORESOURCE_MEM) != 0) {
        out.line(
            "\tRegion %d: Memory at %08lx (%s-bit, %sprefetchable) [size=%s]",
            bar,
            start,
            (flags & IORESOURCE_MEM_64) != 0 ? "64" : "32",
            (flags & IORESOURCE_PREFETCH) != 0 ? "" : "non-",
            size(size));
      }
    }
    rom(resources, out);
  }

  private static void rom(List<Value> resources, Text out) {
    if (resources.size() <= NR_BARS) {
      return;
    }
    Value rom = resources.get(NR_BARS);
    long start = rom.field("start").asLong();
    long flags = rom.field("flags").asLong();
    if ((flags & IORESOURCE_MEM) != 0 && start != 0) {
      out.line(
          "\tExpansion ROM at %08lx%s [size=%s]",
          start,
          (flags & IORESOURCE_ROM_ENABLE) != 0 ? "" : " [disabled]",
          size(rom.field("end").asLong() - start + 1));
    }
  }

  /** In the largest unit that divides it. */
  private static String size(long bytes) {
    String units = "KMGT";
    long size = bytes;
    int unit = -1;
    while (size != 0 && size % 1024 == 0 && unit < units.length() - 1) {
      size /= 1024;
      unit++;
    }
    return size + (unit < 0 ? "" : String.valueOf(units.charAt(unit)));
  }
}
