package org.vmcore.emit.proc;

import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.mm.SlabCache;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;

/** {@code /proc/slabinfo} as {@code slab_show()}, {@code mm/slab_common.c}, with SLUB. */
final class SlabInfoFile {
  @Emits(value = "proc/slabinfo", needs = "struct kmem_cache_node.nr_slabs")
  void slabinfo(Program kernel, Text out) {
    out.line("slabinfo - version: 2.1");
    out.line(
        "# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab>"
            + " : tunables <limit> <batchcount> <sharedfactor>"
            + " : slabdata <active_slabs> <num_slabs> <sharedavail>");
    for (SlabCache cache : SlabCache.of(kernel)) {
      try {
        out.line("%s", row(cache));
      } catch (MemoryFault | Malformed damaged) {
        out.partial("a cache of slabs: " + damaged.what());
      }
    }
  }

  /** SLUB has no tunables; all its slabs count as active. */
  private static String row(SlabCache cache) {
    SlabCache.Counts counts = cache.counts();
    return Text.format(
        "%-17s %6lu %6lu %6u %4u %4d : tunables %4u %4u %4u : slabdata %6lu %6lu %6lu",
        cache.name(),
        counts.active(),
        counts.objects(),
        cache.sizeBytes(),
        cache.objectsPerSlab(),
        1L << cache.order(),
        0,
        0,
        0,
        counts.slabs(),
        counts.slabs(),
        0);
  }
}
