package org.vmcore.kernel.block;

import java.util.List;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * How much a device has to do: requests given to the driver, or for devices without a request queue
 * what the CPUs counted in and out.
 */
public record InFlight(long reads, long writes) {
  public long total() {
    return reads + writes;
  }

  /** {@code part_inflight_show()}, {@code block/genhd.c}. */
  static InFlight of(BlockDevice device) {
    return device.disk().queue().isMq() ? inDriver(device) : counted(device);
  }

  /**
   * What the ninth number of {@code stat} and {@code diskstats} is: since 6.16 that which was
   * counted in whatever the kind of device, {@code bdev_count_inflight()}.
   */
  static InFlight accounted(BlockDevice device) {
    boolean counts = device.value().program().findAddress("bdev_count_inflight").isPresent();
    return counts ? counted(device) : of(device);
  }

  /** {@code blk_mq_check_inflight()}, {@code block/blk-mq.c}. */
  private static InFlight inDriver(BlockDevice device) {
    long reads = 0;
    long writes = 0;
    for (Request request : Requests.of(device.value().program()).inFlight(device.disk().queue())) {
      if (request.countsFor(device)) {
        reads += request.isWrite() ? 0 : 1;
        writes += request.isWrite() ? 1 : 0;
      }
    }
    return new InFlight(reads, writes);
  }

  /** {@code part_in_flight_rw()}: what was begun on one CPU may have ended on another. */
  private static InFlight counted(BlockDevice device) {
    Program kernel = device.value().program();
    Value perCpu = MemberVariants.first(device.value(), "bd_stats", "dkstats");
    if (!perCpu.has("in_flight")) {
      List<Value> both = device.value().field("in_flight").elements(); // before 5.0
      return new InFlight(counter(both.get(0)), counter(both.get(1)));
    }
    long reads = 0;
    long writes = 0;
    for (int cpu : CpuMask.possible(kernel).stream().toArray()) {
      Value both = PerCpu.of(kernel).ptr(perCpu, cpu).field("in_flight");
      reads += counter(both.index(0));
      writes += counter(both.index(1));
    }
    return new InFlight(Math.max(0, reads), Math.max(0, writes));
  }

  /** A {@code local_t} or an {@code atomic_t}. */
  private static long counter(Value number) {
    return MemberVariants.first(number, "a.counter", "counter").asLong();
  }
}
