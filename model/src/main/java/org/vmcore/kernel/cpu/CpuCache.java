package org.vmcore.kernel.cpu;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** A cache that a CPU uses: {@code struct cacheinfo}, {@code include/linux/cacheinfo.h}. */
public record CpuCache(Value value) {
  private static final int MAX_LEAVES = 64;
  private static final int CACHE_ID = 1 << 4; // include/linux/cacheinfo.h

  /** Those of a CPU in the kernel's order; none while the CPU is offline. */
  public static List<CpuCache> of(Program kernel, int cpu) {
    List<CpuCache> caches = new ArrayList<>();
    if (kernel.hasSymbol("ci_cpu_cacheinfo")) {
      Value all = PerCpu.of(kernel).variable("ci_cpu_cacheinfo", cpu);
      Value list = all.field("info_list");
      long leaves = Math.min(all.field("num_leaves").asLong(), MAX_LEAVES);
      for (int i = 0; i < leaves && !list.isNull(); i++) {
        caches.add(new CpuCache(list.index(i)));
      }
    }
    return caches;
  }

  /** {@code Data}, {@code Instruction}, {@code Unified}. */
  public String type() {
    Program kernel = value.program();
    long type = value.field("type").asLong();
    if (type == kernel.enumerator("CACHE_TYPE_DATA")) {
      return "Data";
    }
    return type == kernel.enumerator("CACHE_TYPE_INST") ? "Instruction" : "Unified";
  }

  public long level() {
    return value.field("level").asLong();
  }

  public long sizeBytes() {
    return value.field("size").asLong();
  }

  /** Whether the machine gave it an {@link #id}. */
  public boolean hasId() {
    return (value.field("attributes").asLong() & CACHE_ID) != 0;
  }

  public long id() {
    return value.field("id").asLong();
  }

  /** The CPUs that use it. */
  public BitSet sharedBy() {
    return CpuMask.of(value.field("shared_cpu_map"));
  }
}
