package org.vmcore.emit.proc.pid;

import java.util.Optional;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Text;
import org.vmcore.kernel.mm.MemoryPolicy;
import org.vmcore.kernel.mm.NumaMaps;
import org.vmcore.kernel.mm.VmArea;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code /proc/PID/numa_maps} as {@code show_numa_map()}, {@code fs/proc/task_mmu.c}. */
final class PidNumaMaps {
  @EmitsMany(path = "proc/{pid}/numa_maps", each = Pids.class, needs = "struct numa_maps")
  void numaMaps(Program kernel, Task task, Text out) {
    Optional<Value> mm = task.userMm();
    if (mm.isEmpty()) {
      return;
    }
    for (VmArea area : VmArea.of(mm.get())) {
      out.print("%08lx %s", area.start(), MemoryPolicy.of(area, task.value()));
      name(area, out);
      boolean huge = area.has(VmArea.VM_HUGETLB);
      out.raw(huge ? " huge" : "");
      pages(NumaMaps.of(area), huge, area.kernelPageSizeBytes(), out);
      out.append('\n');
    }
  }

  private static void name(VmArea area, Text out) {
    Optional<String> path = area.path("\n\t= ");
    if (path.isPresent()) {
      out.print(" file=%s", path.get());
    } else if (area.isHeap()) {
      out.raw(" heap");
    } else if (area.isStack()) {
      out.raw(" stack");
    }
  }

  private static void pages(NumaMaps maps, boolean huge, long pageBytes, Text out) {
    if (maps.pages() == 0) {
      return;
    }
    count("anon", maps.anon(), out);
    count("dirty", maps.dirty(), out);
    if (maps.pages() != maps.anon() && maps.pages() != maps.dirty()) {
      count("mapped", maps.pages(), out);
    }
    count("mapmax", maps.mapcountMax() > 1 ? maps.mapcountMax() : 0, out);
    count("swapcache", maps.swapcache(), out);
    if (maps.active() < maps.pages() && !huge) {
      out.print(" active=%lu", maps.active());
    }
    count("writeback", maps.writeback(), out);
    maps.nodes().forEach((node, nrPages) -> out.print(" N%d=%lu", node, nrPages));
    out.print(" kernelpagesize_kB=%lu", pageBytes >>> 10);
  }

  private static void count(String name, long nrPages, Text out) {
    if (nrPages != 0) {
      out.print(" %s=%lu", name, nrPages);
    }
  }
}
