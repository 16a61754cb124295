package org.vmcore.kernel.mm;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Slabs that CPUs hold for themselves, {@code struct kmem_cache_cpu} in {@code mm/slub.c}. Since
 * 7.0 they hold objects only, and there are none.
 */
public final class SlabCpuSlabs {
  private final Program kernel;
  private final Value cache;
  private final int objectsPerSlab;

  /**
   * @param slabs how many slabs wait on a CPU's list
   * @param objects about how many free objects they have, as the kernel estimates it
   */
  public record Waiting(long slabs, long objects) {}

  public SlabCpuSlabs(SlabCache cache) {
    this.cache = cache.value();
    this.kernel = this.cache.program();
    this.objectsPerSlab = cache.objectsPerSlab();
  }

  /** {@code show_slab_objects(SO_CPU)}: slabs by the node that they lie on. */
  public Map<Integer, Long> byNode() {
    Map<Integer, Long> counts = new TreeMap<>();
    if (!cache.has("cpu_slab")) {
      return counts;
    }
    PageFlags flags = PageFlags.of(kernel);
    for (int cpu : CpuMask.possible(kernel).stream().toArray()) {
      Value own = PerCpu.of(kernel).ptr(cache.field("cpu_slab"), cpu);
      Value current = MemberVariants.first(own, "slab", "page");
      if (!current.isNull()) {
        counts.merge(flags.nid(current.asLong()), 1L, Long::sum);
        firstWaiting(own)
            .ifPresent(slab -> counts.merge(flags.nid(slab.address()), slabsFrom(slab), Long::sum));
      }
    }
    return counts;
  }

  /** {@code slabs_cpu_partial_show()}: slabs on the lists of the CPUs that are online. */
  public Map<Integer, Waiting> waiting() {
    Map<Integer, Waiting> waiting = new TreeMap<>();
    if (cache.has("cpu_slab")) {
      for (int cpu : CpuMask.online(kernel).stream().toArray()) {
        firstWaiting(PerCpu.of(kernel).ptr(cache.field("cpu_slab"), cpu))
            .ifPresent(slab -> waiting.put(cpu, new Waiting(slabsFrom(slab), objectsFrom(slab))));
      }
    }
    return waiting;
  }

  /** The first slab of a CPU's list keeps count of the others. */
  private static Optional<Value> firstWaiting(Value own) {
    return MemberVariants.find(own, "partial").filter(slab -> !slab.isNull()).map(Value::deref);
  }

  /** {@code slabs}, before 5.17 {@code pages}. */
  private static long slabsFrom(Value slab) {
    return MemberVariants.first(slab, "slabs", "pages").asLong();
  }

  /** Counted before 5.16; since then slabs are taken to be half full. */
  private long objectsFrom(Value slab) {
    return slab.has("pobjects")
        ? slab.field("pobjects").asLong()
        : slabsFrom(slab) * objectsPerSlab / 2;
  }
}
