package org.vmcore.emit.plugins.memory;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.emit.commands.TextTable;
import org.vmcore.kernel.mm.SlabSample;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;

/**
 * Slab caches that may have grown too large: those whose memory cannot be had back first, with what
 * their objects point to, which often tells what they are.
 */
final class SlabGrowthFile {
  private static final int MAX_ROWS = 40;
  private static final int SAMPLED_CACHES = 12;
  private static final int SYMBOLS_SHOWN = 6;

  @Emits(value = "plugins/memory/slab_growth.txt", needs = "struct kmem_cache_node.nr_slabs")
  void slabGrowth(Program kernel, Text out) {
    List<SlabListing.Row> rows = SlabListing.of(kernel, out::partial);
    rows.sort(
        Comparator.comparing(SlabListing.Row::reclaimable)
            .thenComparing(Comparator.comparingLong(SlabListing.Row::bytes).reversed()));
    long fixed = rows.stream().filter(r -> !r.reclaimable()).mapToLong(r -> r.bytes()).sum();
    long all = rows.stream().mapToLong(SlabListing.Row::bytes).sum();
    out.line(
        "%lu kB in %d caches, %lu kB of it unreclaimable", all >> 10, rows.size(), fixed >> 10);
    out.append('\n');
    table(rows, out);
    out.line("\nSymbols that objects of the largest caches point to, in a few slabs of each");
    for (SlabListing.Row row : rows.stream().limit(SAMPLED_CACHES).toList()) {
      sample(kernel, row, out);
    }
  }

  private static void table(List<SlabListing.Row> rows, Text out) {
    TextTable table = new TextTable();
    table.right("KB", 1).right("USED%", 1).right("ACTIVE", 1).right("OBJECTS", 1);
    table.right("SIZE", 1).left("RECLAIMABLE", 1).left("CACHE", 1);
    for (SlabListing.Row row : rows.stream().limit(MAX_ROWS).toList()) {
      long objects = row.counts().objects();
      long active = row.counts().active();
      table.row(
          Long.toString(row.bytes() >> 10),
          objects == 0 ? "-" : Long.toString(100 * active / objects),
          Long.toString(active),
          Long.toString(objects),
          Long.toString(row.cache().sizeBytes()),
          row.reclaimable() ? "yes" : "no",
          row.name());
    }
    table.print(out);
  }

  private static void sample(Program kernel, SlabListing.Row row, Text out) {
    try {
      SlabSample sample = SlabSample.of(kernel, row.cache());
      if (sample.objects() > 0 && !sample.symbols().isEmpty()) {
        out.line("%s (%d objects, free ones among them)", row.name(), sample.objects());
        for (Map.Entry<String, Integer> symbol :
            sample.symbols().stream().limit(SYMBOLS_SHOWN).toList()) {
          out.line("  %6d %s", symbol.getValue(), symbol.getKey());
        }
      }
    } catch (MemoryFault | Malformed damaged) {
      out.partial("objects of " + row.name() + ": " + damaged.what());
    }
  }
}
