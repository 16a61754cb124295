package org.vmcore.kernel.mm;

import java.util.List;
import org.vmcore.model.Program;

/**
 * The kernel's own table of its counters' names, {@code vmstat_text[]} in {@code mm/vmstat.c}: of
 * zones, of NUMA events, of nodes, of what concerns the whole system, of events.
 */
public final class VmStatNames {
  private final List<String> names;
  private final int nrZoneItems;
  private final int nrNumaItems;
  private final int nrNodeItems;
  private final int nrSystemItems;

  private VmStatNames(Program kernel) {
    this.names =
        kernel.symbol("vmstat_text").elements().stream()
            .map(name -> name.isNull() ? "" : name.asString())
            .toList();
    this.nrZoneItems = (int) kernel.enumerator("NR_VM_ZONE_STAT_ITEMS");
    this.nrNumaItems = VmStat.of(kernel).numaEvents().length;
    this.nrNodeItems = (int) kernel.enumerator("NR_VM_NODE_STAT_ITEMS");
    this.nrSystemItems =
        (int)
            kernel
                .findEnumerator("NR_VM_STAT_ITEMS") // 6.12+
                .orElseGet(() -> kernel.enumerator("NR_VM_WRITEBACK_STAT_ITEMS"));
  }

  public static VmStatNames of(Program kernel) {
    return kernel.computed(VmStatNames.class, VmStatNames::new);
  }

  /** {@code zone_stat_name()} of each item. */
  public List<String> ofZones() {
    return names.subList(0, nrZoneItems);
  }

  /** {@code numa_stat_name()} of each event. */
  public List<String> ofNumaEvents() {
    return names.subList(nrZoneItems, nrZoneItems + nrNumaItems);
  }

  /** {@code node_stat_name()} of each item. */
  public List<String> ofNodes() {
    int from = nrZoneItems + nrNumaItems;
    return names.subList(from, from + nrNodeItems);
  }

  /** Limits of dirty pages, and since 6.12 pages of the memory map. */
  public List<String> ofSystem() {
    int from = nrZoneItems + nrNumaItems + nrNodeItems;
    return names.subList(from, from + nrSystemItems);
  }

  /** Names of all events; a kernel that does not count events may have them still. */
  public List<String> ofEvents() {
    return names.subList(nrZoneItems + nrNumaItems + nrNodeItems + nrSystemItems, names.size());
  }
}
