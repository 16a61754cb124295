package org.vmcore.emit.proc;

import java.util.List;
import java.util.function.IntToLongFunction;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.config.RodataStrings;
import org.vmcore.kernel.mm.DirtyLimits;
import org.vmcore.kernel.mm.TransparentHugePages;
import org.vmcore.kernel.mm.VmStat;
import org.vmcore.kernel.mm.VmStatNames;
import org.vmcore.model.Entries;
import org.vmcore.model.Program;

/**
 * {@code /proc/vmstat} as {@code vmstat_start()} and {@code vmstat_show()}, {@code mm/vmstat.c}.
 */
final class Vmstat {
  private static final int SECTORS_PER_KB = 2;

  @Emits(value = "proc/vmstat", needs = "vmstat_text")
  void vmstat(Program kernel, Text out) {
    VmStat stat = VmStat.of(kernel);
    VmStatNames names = VmStatNames.of(kernel);
    TransparentHugePages huge = TransparentHugePages.of(kernel);
    long[] zoneStats = stat.zoneStats();
    long[] numaEvents = stat.numaEvents();
    long[] nodeStats = stat.nodeStats();
    rows(names.ofZones(), item -> at(zoneStats, item), out);
    rows(names.ofNumaEvents(), item -> at(numaEvents, item), out);
    rows(names.ofNodes(), item -> huge.shown(item, at(nodeStats, item)), out);
    rows(names.ofSystem(), systemStats(kernel), out);
    long[] events = stat.vmEvents();
    if (events.length > 0) {
      events[index(events, kernel.enumerator("PGPGIN"))] /= SECTORS_PER_KB;
      events[index(events, kernel.enumerator("PGPGOUT"))] /= SECTORS_PER_KB;
      rows(names.ofEvents(), item -> at(events, item), out);
    }
    if (RodataStrings.of(kernel).has("nr_unstable 0\n")) { // 5.8+, when nothing counted it any more
      out.line("nr_unstable 0");
    }
  }

  private static long at(long[] counters, long item) {
    return counters[index(counters, item)];
  }

  private static int index(long[] counters, long item) {
    return Entries.index(item, counters.length, "vmstat_text");
  }

  private static void rows(List<String> names, IntToLongFunction value, Text out) {
    for (int item = 0; item < names.size(); item++) {
      out.line("%s %lu", names.get(item), value.applyAsLong(item));
    }
  }

  private static IntToLongFunction systemStats(Program kernel) {
    DirtyLimits limits = DirtyLimits.of(kernel);
    return item -> {
      if (item == kernel.enumerator("NR_DIRTY_THRESHOLD")) {
        return limits.pages();
      }
      if (item == kernel.enumerator("NR_DIRTY_BG_THRESHOLD")) {
        return limits.backgroundPages();
      }
      boolean boot = item == kernel.enumerator("NR_MEMMAP_BOOT_PAGES");
      return kernel
          .symbol(boot ? "nr_memmap_boot_pages" : "nr_memmap_pages")
          .field("counter")
          .asLong();
    };
  }
}
