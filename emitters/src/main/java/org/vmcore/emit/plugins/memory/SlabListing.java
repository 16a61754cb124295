package org.vmcore.emit.plugins.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.mm.SlabCache;
import org.vmcore.kernel.mm.SlabFlag;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;

/** The slab caches that can be counted. */
final class SlabListing {
  private SlabListing() {}

  /** A cache and how full it is. */
  record Row(
      SlabCache cache, String name, long bytes, SlabCache.Counts counts, boolean reclaimable) {}

  /**
   * @param missing told of each cache that cannot be counted
   */
  static List<Row> of(Program kernel, Consumer<String> missing) {
    List<Row> rows = new ArrayList<>();
    for (SlabCache cache : SlabCache.of(kernel)) {
      try {
        boolean reclaimable = cache.has(SlabFlag.RECLAIM_ACCOUNT);
        rows.add(new Row(cache, cache.name(), cache.totalBytes(), cache.counts(), reclaimable));
      } catch (MemoryFault | Malformed damaged) {
        missing.accept("a cache of slabs: " + damaged.what());
      }
    }
    return rows;
  }
}
