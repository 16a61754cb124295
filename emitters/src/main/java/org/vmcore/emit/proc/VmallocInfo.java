package org.vmcore.emit.proc;

import java.util.Map;
import java.util.Optional;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.mm.VmallocArea;
import org.vmcore.kernel.mm.VmallocAreas;
import org.vmcore.kernel.mm.VmallocSpace;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;

/** {@code /proc/vmallocinfo} as {@code vmalloc_info_show()}, {@code mm/vmalloc.c}. */
final class VmallocInfo {
  /** Flags of {@code include/linux/vmalloc.h} in the order of the file. */
  private enum Flag {
    IOREMAP(0x1, "ioremap"),
    SPARSE(0x1000, "sparse"),
    ALLOC(0x2, "vmalloc"),
    MAP(0x4, "vmap"),
    USERMAP(0x8, "user"),
    DMA_COHERENT(0x10, "dma-coherent");

    private final long mask;
    private final String word;

    Flag(long mask, String word) {
      this.mask = mask;
      this.word = word;
    }
  }

  @Emits("proc/vmallocinfo")
  void vmallocinfo(Program kernel, Text out) {
    VmallocAreas areas = VmallocAreas.of(kernel);
    for (Value busy : areas.busy()) {
      try {
        area(kernel, new VmallocArea(busy), out);
      } catch (MemoryFault | Malformed damaged) {
        out.partial("an area: " + damaged.what());
      }
    }
    for (Value lazy : areas.unpurged()) {
      VmallocArea area = new VmallocArea(lazy);
      range(area.start(), area.end(), out);
      out.line(" unpurged vm_area");
    }
  }

  private static void range(long start, long end, Text out) {
    out.print("0x%016lx-0x%016lx %7ld", start, end, end - start);
  }

  private static void area(Program kernel, VmallocArea area, Text out) {
    Optional<Value> vm = area.vm();
    if (vm.isPresent()) {
      Text row = new Text();
      row(kernel, vm.get(), row);
      out.raw(row.bytes());
    } else if (area.isMappedRam()) {
      range(area.start(), area.end(), out);
      out.line(" vm_map_ram");
    }
  }

  private static void row(Program kernel, Value vm, Text out) {
    long start = vm.field("addr").asLong();
    range(start, start + vm.field("size").asLong(), out);
    long caller = vm.field("caller").asLong();
    if (caller != 0) {
      out.print(" %s", kernel.symbolAt(caller).map(SymbolAt::text).orElse("0x" + hex(caller)));
    }
    long nrPages = vm.field("nr_pages").asLong();
    if (nrPages != 0) {
      out.print(" pages=%lu", nrPages);
    }
    long physical = vm.field("phys_addr").asLong();
    if (physical != 0) {
      out.print(" phys=0x%016lx", physical);
    }
    long flags = vm.field("flags").asLong();
    for (Flag flag : Flag.values()) {
      if ((flags & flag.mask) != 0) {
        out.print(" %s", flag.word);
      }
    }
    if (VmallocSpace.contains(kernel, vm.field("pages").asLong())) {
      out.print(" vpages");
    }
    for (Map.Entry<Integer, Long> node : VmallocArea.pagesByNode(vm).entrySet()) {
      out.print(" N%u=%u", node.getKey(), node.getValue());
    }
    out.append('\n');
  }

  private static String hex(long address) {
    return Text.format("%016lx", address);
  }
}
