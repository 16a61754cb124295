package org.vmcore.kernel.block;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code part_stat_read_all()}, {@code block/genhd.c}: what a device did since boot, summed over
 * the CPUs, by kind of request: reads, writes, then discards (4.18+) and flushes (5.5+).
 *
 * @param ticksMs how long there was something to do
 * @param totalMs how long requests took, all together
 */
public record DiskStats(List<Group> groups, long ticksMs, long totalMs) {
  private static final long NSEC_PER_MSEC = 1_000_000;

  /** Numbers of a kind of request; sectors of 512 bytes. */
  public record Group(long ios, long merges, long sectors, long timeMs) {}

  public DiskStats {
    groups = List.copyOf(groups);
  }

  public boolean hasDiscards() {
    return groups.size() > 2;
  }

  public boolean hasFlushes() {
    return groups.size() > 3;
  }

  public Group reads() {
    return groups.get(0);
  }

  public Group writes() {
    return groups.get(1);
  }

  public Group discards() {
    return groups.get(2);
  }

  public Group flushes() {
    return groups.get(3);
  }

  static DiskStats of(BlockDevice device) {
    Program kernel = device.value().program();
    Value perCpu = MemberVariants.first(device.value(), "bd_stats", "dkstats");
    PerCpu cpus = PerCpu.of(kernel);
    Sums sums = new Sums(perCpu.deref());
    for (int cpu : CpuMask.possible(kernel).stream().toArray()) {
      sums.add(cpus.ptr(perCpu, cpu));
    }
    if (InFlight.accounted(device).total() > 0) {
      sums.ticks += ticksSinceStamp(device, kernel);
    }
    return sums.stats(kernel);
  }

  /** {@code update_io_ticks()}: a device at work has been so since its last event. */
  private static long ticksSinceStamp(BlockDevice device, Program kernel) {
    long stamp = MemberVariants.first(device.value(), "bd_stamp", "stamp").asLong();
    return Math.max(0, Hz.jiffies(kernel) - stamp);
  }

  /** Adds up {@code struct disk_stats} of the CPUs. */
  private static final class Sums {
    private final boolean inNs;
    private final long[] ios;
    private final long[] merges;
    private final long[] sectors;
    private final long[] times;
    private long ticks;
    private long queueTicks;
    private final boolean hasQueueTicks;

    Sums(Value layout) {
      int nrGroups = layout.field("ios").length();
      inNs = layout.has("nsecs");
      hasQueueTicks = layout.has("time_in_queue");
      ios = new long[nrGroups];
      merges = new long[nrGroups];
      sectors = new long[nrGroups];
      times = new long[nrGroups];
    }

    void add(Value stats) {
      add(ios, stats.field("ios"));
      add(merges, stats.field("merges"));
      add(sectors, stats.field("sectors"));
      add(times, stats.field(inNs ? "nsecs" : "ticks"));
      ticks += stats.field("io_ticks").asLong();
      if (hasQueueTicks) {
        queueTicks += stats.field("time_in_queue").asLong();
      }
    }

    private static void add(long[] sums, Value counters) {
      long[] ofCpu = counters.longs();
      for (int i = 0; i < sums.length; i++) {
        sums[i] += ofCpu[i];
      }
    }

    DiskStats stats(Program kernel) {
      List<Group> groups = new ArrayList<>();
      long timeSum = 0;
      for (int i = 0; i < ios.length; i++) {
        groups.add(new Group(ios[i], merges[i], sectors[i], ms(kernel, times[i])));
        timeSum += times[i];
      }
      long totalMs = hasQueueTicks ? Hz.jiffiesToMsecs(kernel, queueTicks) : ms(kernel, timeSum);
      return new DiskStats(groups, Hz.jiffiesToMsecs(kernel, ticks), totalMs);
    }

    private long ms(Program kernel, long time) {
      return inNs
          ? Long.divideUnsigned(time, NSEC_PER_MSEC)
          : Hz.jiffiesToMsecs(kernel, time); // before 4.19
    }
  }
}
