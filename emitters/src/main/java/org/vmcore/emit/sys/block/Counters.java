package org.vmcore.emit.sys.block;

import org.vmcore.emit.Text;
import org.vmcore.kernel.block.BlockDevice;
import org.vmcore.kernel.block.DiskStats;
import org.vmcore.kernel.block.InFlight;

/** What disks and partitions count, {@code block/genhd.c}. */
final class Counters {
  private Counters() {}

  /** {@code part_stat_show()}. */
  static void stat(BlockDevice device, Text out) {
    DiskStats stats = device.stats();
    group(stats.reads(), out);
    out.append(' ');
    group(stats.writes(), out);
    out.print(" %8u %8u %8u", device.nrInFlight(), stats.ticksMs(), stats.totalMs());
    if (stats.hasDiscards()) {
      out.append(' ');
      group(stats.discards(), out);
    }
    if (stats.hasFlushes()) {
      out.print(" %8lu %8u", stats.flushes().ios(), stats.flushes().timeMs());
    }
    out.append('\n');
  }

  private static void group(DiskStats.Group group, Text out) {
    out.print("%8lu %8lu %8llu %8u", group.ios(), group.merges(), group.sectors(), group.timeMs());
  }

  /** {@code part_inflight_show()}. */
  static void inFlight(BlockDevice device, Text out) {
    InFlight inFlight = device.inFlight();
    out.line("%8u %8u", inFlight.reads(), inFlight.writes());
  }
}
