package org.vmcore.emit.commands.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.mm.SlabCache;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;

/** {@code slabtop --once} of procps: slab caches by number of objects, with a summary. */
final class Slabtop {
  private static final double KB = 1024;

  /** A row of {@code /proc/slabinfo}. */
  private record Row(
      String name,
      long active,
      long objects,
      long objectBytes,
      long objectsPerSlab,
      long slabs,
      long cacheBytes) {}

  @Emits(value = "sos_commands/memory/slabtop_-o", needs = "struct kmem_cache_node.nr_slabs")
  void slabtop(Program kernel, Text out) {
    List<Row> rows = new ArrayList<>();
    for (SlabCache cache : SlabCache.of(kernel)) {
      try {
        SlabCache.Counts counts = cache.counts();
        rows.add(
            new Row(
                cache.name(),
                counts.active(),
                counts.objects(),
                cache.sizeBytes(),
                cache.objectsPerSlab(),
                counts.slabs(),
                cache.totalBytes()));
      } catch (MemoryFault | Malformed damaged) {
        out.partial("a cache of slabs: " + damaged.what());
      }
    }
    if (!rows.isEmpty()) {
      summary(rows, out);
      rows.sort(Comparator.comparingLong(Row::objects).reversed());
      table(rows, out);
    }
  }

  private static void summary(List<Row> rows, Text out) {
    long active = rows.stream().mapToLong(Row::active).sum();
    long objects = rows.stream().mapToLong(Row::objects).sum();
    long slabs = rows.stream().mapToLong(Row::slabs).sum();
    long inUse = rows.stream().filter(row -> row.objects() != 0).count();
    long activeBytes = rows.stream().mapToLong(row -> row.active() * row.objectBytes()).sum();
    long totalBytes = rows.stream().mapToLong(row -> row.objects() * row.objectBytes()).sum();
    line("Active / Total Objects (% used)", active, objects, out);
    line("Active / Total Slabs (% used)", slabs, slabs, out);
    line("Active / Total Caches (% used)", inUse, rows.size(), out);
    out.line(
        " %-35s: %.2fK / %.2fK (%.1f%%)",
        "Active / Total Size (% used)",
        activeBytes / KB,
        totalBytes / KB,
        percent(activeBytes, totalBytes));
    long smallest = rows.stream().mapToLong(Row::objectBytes).min().orElse(0);
    long largest = rows.stream().mapToLong(Row::objectBytes).max().orElse(0);
    out.line(
        " %-35s: %.2fK / %.2fK / %.2fK",
        "Minimum / Average / Maximum Object",
        smallest / KB,
        (objects == 0 ? 0 : totalBytes / objects) / KB,
        largest / KB);
    out.append('\n');
  }

  private static void line(String what, long part, long whole, Text out) {
    out.line(" %-35s: %u / %u (%.1f%%)", what, part, whole, percent(part, whole));
  }

  private static double percent(long part, long whole) {
    return 100.0 * part / whole;
  }

  private static void table(List<Row> rows, Text out) {
    out.line("%-78s", "  OBJS ACTIVE  USE OBJ SIZE  SLABS OBJ/SLAB CACHE SIZE NAME");
    for (Row row : rows) {
      long usePercent =
          row.objects() == 0 ? 0 : (long) (100 * ((float) row.active() / row.objects()));
      out.line(
          "%6u %6u %3u%% %7.2fK %6u %8u %9luK %-23s",
          row.objects(),
          row.active(),
          usePercent,
          row.objectBytes() / KB,
          row.slabs(),
          row.objectsPerSlab(),
          row.cacheBytes() / 1024,
          row.name());
    }
  }
}
