package org.vmcore.emit.commands.pci;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.pci.PciDevice;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code lspci -tv}: the buses as a tree, devices by number for want of their names. */
final class LspciTree {
  private static final int MAX_DEPTH = 64;

  @Emits("sos_commands/pci/lspci_-tv")
  void tree(Program kernel, Text out) {
    out.partial("names of makers and devices are not in memory");
    Map<Long, List<PciDevice>> byBus = new LinkedHashMap<>();
    for (PciDevice pci : PciDevice.all(kernel)) {
      byBus.computeIfAbsent(pci.value().field("bus").asLong(), bus -> new ArrayList<>()).add(pci);
    }
    List<List<PciDevice>> roots = new ArrayList<>();
    for (List<PciDevice> devices : byBus.values()) {
      if (devices.get(0).value().field("bus").field("parent").isNull()) {
        roots.add(devices);
      }
    }
    for (int i = 0; i < roots.size(); i++) {
      List<PciDevice> devices = roots.get(i);
      String name = devices.get(0).device().name();
      String bus = "-[" + name.substring(0, name.lastIndexOf(':')) + "]-";
      bus(devices, byBus, bus, " ".repeat(bus.length()), 0, out);
    }
  }

  private static void bus(
      List<PciDevice> devices,
      Map<Long, List<PciDevice>> byBus,
      String first,
      String further,
      int depth,
      Text out) {
    for (int i = 0; i < devices.size(); i++) {
      PciDevice pci = devices.get(i);
      boolean last = i == devices.size() - 1;
      String branch = devices.size() == 1 ? "---" : i == 0 ? "+-" : last ? "\\-" : "+-";
      String before = (i == 0 ? first + (devices.size() == 1 ? "" : "-") : further + " ") + branch;
      String slot = Text.format("%02x.%d", pci.slot(), pci.function());
      List<PciDevice> below =
          byBus.getOrDefault(pci.subordinate().map(Value::address).orElse(0L), List.of());
      if (pci.subordinate().isEmpty() || below.isEmpty() || depth == MAX_DEPTH) {
        out.line("%s%s%s", before, slot, label(pci));
      } else {
        String range = before + slot + "-" + buses(pci) + "-";
        String indent = further + " " + (last ? "  " : "| ");
        bus(below, byBus, range, pad(indent, range.length()), depth + 1, out);
      }
    }
  }

  private static String label(PciDevice pci) {
    if (pci.subordinate().isPresent()) {
      return "-" + buses(pci) + "--";
    }
    return Text.format("  Device %04x:%04x", pci.number("vendor"), pci.number("device"));
  }

  private static String buses(PciDevice pci) {
    Value bus = pci.subordinate().orElseThrow();
    long start = bus.at("busn_res.start").asLong();
    long end = bus.at("busn_res.end").asLong();
    return start == end ? Text.format("[%02x]", start) : Text.format("[%02x-%02x]", start, end);
  }

  private static String pad(String text, int length) {
    return text + " ".repeat(Math.max(0, length - text.length()));
  }
}
