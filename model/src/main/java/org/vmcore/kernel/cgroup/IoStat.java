package org.vmcore.kernel.cgroup;

import java.util.List;
import org.vmcore.kernel.block.Disk;
import org.vmcore.kernel.block.DiskStats;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** A {@code struct blkg_iostat}, {@code block/blk-cgroup.h}: by reads, writes, discards. */
public record IoStat(long[] bytes, long[] ios) {
  private static final int SECTOR_SHIFT = 9; // include/linux/blk_types.h
  private static final int NR_KINDS = 3; // enum blkg_iostat_type

  static IoStat of(Value stat) {
    return new IoStat(stat.field("bytes").longs(), stat.field("ios").longs());
  }

  /** {@code blkcg_fill_root_iostats()}. */
  static IoStat of(Disk disk) {
    IoStat stat = new IoStat(new long[NR_KINDS], new long[NR_KINDS]);
    List<DiskStats.Group> groups = disk.part0().stats().groups();
    for (int kind = 0; kind < Math.min(NR_KINDS, groups.size()); kind++) {
      stat.bytes[kind] = groups.get(kind).sectors() << SECTOR_SHIFT;
      stat.ios[kind] = groups.get(kind).ios();
    }
    return stat;
  }

  /** With what CPUs and the groups below have not handed in. */
  static IoStat flushed(Value blkg, List<Value> below) {
    Program kernel = blkg.program();
    IoStat stat = of(blkg.at("iostat.cur"));
    for (int cpu : CpuMask.possible(kernel).stream().toArray()) {
      Value ofCpu = PerCpu.of(kernel).ptr(blkg.field("iostat_cpu"), cpu);
      stat.add(of(ofCpu.field("cur")), 1);
      stat.add(of(ofCpu.field("last")), -1);
    }
    for (Value child : below) {
      stat.add(BlkCgroup.stat(child), 1);
      stat.add(of(child.at("iostat.last")), -1);
    }
    return stat;
  }

  private void add(IoStat other, int sign) {
    for (int kind = 0; kind < NR_KINDS; kind++) {
      bytes[kind] += sign * other.bytes[kind];
      ios[kind] += sign * other.ios[kind];
    }
  }

  /** Whether something was read or written. */
  public boolean hasTraffic() {
    return (bytes[0] | bytes[1] | ios[0] | ios[1]) != 0;
  }
}
