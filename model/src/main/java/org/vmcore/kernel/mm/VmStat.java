package org.vmcore.kernel.mm;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.NoSuchSymbol;
import org.vmcore.model.Program;
import org.vmcore.model.Value;
import org.vmcore.types.EnumType;

/**
 * Counters of memory over all nodes, {@code mm/vmstat.c}, with what CPUs have not handed in yet. An
 * item goes by its name in the kernel's enumerations, and is one of zones or of nodes as the kernel
 * at hand has it. Immutable.
 */
public final class VmStat {
  private final Map<String, Integer> zoneItems;
  private final Map<String, Integer> nodeItems;
  private final long[] zoneStats;
  private final long[] nodeStats;
  private final long[] numaEvents;
  private final long[] vmEvents;

  private VmStat(Program kernel) {
    this.zoneItems = items(kernel, "NR_FREE_PAGES");
    this.nodeItems = items(kernel, "NR_LRU_BASE");
    this.zoneStats = StatCounters.atomics(kernel.symbol("vm_zone_stat"));
    this.nodeStats = StatCounters.atomics(kernel.symbol("vm_node_stat"));
    this.numaEvents =
        kernel
            .findSymbol("vm_numa_event")
            .or(() -> kernel.findSymbol("vm_numa_stat")) // before 5.14
            .map(StatCounters::atomics)
            .orElse(new long[0]);
    for (Node node : Node.online(kernel)) {
      node.states().addPendingTo(nodeStats);
      for (Zone zone : node.zones()) {
        zone.states().addPendingTo(zoneStats);
        zone.numaEvents().ifPresent(events -> events.addPendingTo(numaEvents));
      }
    }
    this.vmEvents = sumVmEvents(kernel);
  }

  public static VmStat of(Program kernel) {
    return kernel.computed(VmStat.class, VmStat::new);
  }

  /** {@code sum_vm_events()}; none on a kernel without {@code CONFIG_VM_EVENT_COUNTERS}. */
  private static long[] sumVmEvents(Program kernel) {
    Optional<Value> common = kernel.findSymbol("vm_event_states");
    if (common.isEmpty()) {
      return new long[0];
    }
    long[] sums = new long[common.get().field("event").length()];
    for (int cpu : CpuMask.possible(kernel).stream().toArray()) {
      long[] own = PerCpu.of(kernel).variable("vm_event_states", cpu).field("event").longs();
      for (int i = 0; i < sums.length; i++) {
        sums[i] += own[i];
      }
    }
    return sums;
  }

  /** {@code global_zone_page_state()} of each item. */
  public long[] zoneStats() {
    return notNegative(zoneStats);
  }

  /** {@code global_node_page_state_pages()} of each item. */
  public long[] nodeStats() {
    return notNegative(nodeStats);
  }

  /** {@code global_numa_event_state()} of each item; none on a kernel without NUMA. */
  public long[] numaEvents() {
    return numaEvents.clone();
  }

  /** {@code all_vm_events()}. */
  public long[] vmEvents() {
    return vmEvents.clone();
  }

  private static long[] notNegative(long[] counts) {
    long[] shown = counts.clone();
    for (int i = 0; i < shown.length; i++) {
      shown[i] = Math.max(0, shown[i]);
    }
    return shown;
  }

  /** Whether this kernel counts such an item: {@code NR_SECONDARY_PAGETABLE}. */
  public boolean has(String item) {
    return zoneItems.containsKey(item) || nodeItems.containsKey(item);
  }

  /**
   * {@code global_zone_page_state()} or {@code global_node_page_state()}.
   *
   * @throws NoSuchSymbol when the kernel has no such item
   */
  public long global(String item) {
    Integer ofZones = zoneItems.get(item);
    return Math.max(0, ofZones != null ? zoneStats[ofZones] : nodeStats[nodeItem(item)]);
  }

  /** The same of one node, of all its zones together for an item of zones. */
  public long ofNode(Node node, String item) {
    Integer ofZones = zoneItems.get(item);
    return ofZones != null
        ? node.sumOfZones(zone -> zone.pageState(ofZones))
        : node.pageState(nodeItem(item));
  }

  private int nodeItem(String item) {
    Integer index = nodeItems.get(item);
    if (index == null) {
      throw new NoSuchSymbol(item, "no counter of zones or nodes");
    }
    return index;
  }

  private static Map<String, Integer> items(Program kernel, String first) {
    Map<String, Integer> items = new HashMap<>();
    for (EnumType.Enumerator item : kernel.enumerationOf(first).enumerators()) {
      items.put(item.name(), (int) item.value());
    }
    return items;
  }
}
