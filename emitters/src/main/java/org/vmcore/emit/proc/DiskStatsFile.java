package org.vmcore.emit.proc;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.block.BlockDevice;
import org.vmcore.kernel.block.DiskStats;
import org.vmcore.kernel.block.Disks;
import org.vmcore.model.Program;

/** {@code /proc/diskstats} as {@code diskstats_show()}, {@code block/genhd.c}. */
final class DiskStatsFile {
  @Emits("proc/diskstats")
  void diskstats(Program kernel, Text out) {
    for (BlockDevice device : Disks.of(kernel).parts()) {
      if (!device.isPartition() || device.nrSectors() != 0) {
        DiskStats stats = device.stats();
        out.print("%4d %7d %s", device.major(), device.minor(), device.name());
        group(stats.reads(), out);
        group(stats.writes(), out);
        out.print(" %u %u %u", device.nrInFlight(), stats.ticksMs(), stats.totalMs());
        if (stats.hasDiscards()) {
          group(stats.discards(), out);
        }
        if (stats.hasFlushes()) {
          out.print(" %lu %u", stats.flushes().ios(), stats.flushes().timeMs());
        }
        out.append('\n');
      }
    }
  }

  private static void group(DiskStats.Group group, Text out) {
    out.print(" %lu %lu %lu %u", group.ios(), group.merges(), group.sectors(), group.timeMs());
  }
}
