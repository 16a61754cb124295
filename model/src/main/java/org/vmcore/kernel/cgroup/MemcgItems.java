package org.vmcore.kernel.cgroup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vmcore.model.Program;
import org.vmcore.model.Value;
import org.vmcore.types.IntType;

/**
 * What memory control groups count, {@code mm/memcontrol.c}: the kernel's own tables of items, and
 * where an item stands in the arrays of counters. Since 6.10 those have room only for what is
 * counted.
 */
public final class MemcgItems {
  /**
   * A row of {@code memory.stat}.
   *
   * @param item of {@code enum node_stat_item} or {@code enum memcg_stat_item}
   * @param unitBytes what the counter counts
   */
  public record MemoryStat(String name, long item, long unitBytes) {}

  /** What {@code memcg_page_state_unit()} does not count in pages. */
  private static final List<String> IN_BYTES =
      List.of(
          "MEMCG_PERCPU_B", "MEMCG_ZSWAP_B", "NR_SLAB_RECLAIMABLE_B", "NR_SLAB_UNRECLAIMABLE_B");

  private final Program kernel;
  private final Optional<Places> places;
  private final Optional<Places> eventPlaces;
  private final List<MemoryStat> memoryStats;

  private MemcgItems(Program kernel) {
    this.kernel = kernel;
    this.places = kernel.findSymbol("mem_cgroup_stats_index").map(Places::of);
    this.eventPlaces = kernel.findSymbol("mem_cgroup_events_index").map(Places::of);
    this.memoryStats = readMemoryStats();
  }

  public static MemcgItems of(Program kernel) {
    return kernel.computed(MemcgItems.class, MemcgItems::new);
  }

  /** Where each item is counted. */
  private record Places(long[] byItem, boolean fromOne) {

    /** Signed places count from 1, and 0 is none; unsigned ones (6.12) count from 0. */
    static Places of(Value table) {
      boolean signed =
          table.index(0).type().resolved() instanceof IntType number && number.isSigned();
      return new Places(table.longs(), signed);
    }

    /** What is beyond the counters is counted nowhere. */
    int place(long item) {
      if (item < 0 || item >= byItem.length) {
        return -1;
      }
      return (int) (fromOne ? byItem[(int) item] - 1 : byItem[(int) item]);
    }
  }

  /** Where a state is counted, of the group or of one of its nodes; -1 for nowhere. */
  int place(long item) {
    return places.map(known -> known.place(item)).orElse((int) item);
  }

  /** Where an event is counted; -1 for nowhere. */
  int placeOfEvent(long event) {
    return eventPlaces.map(known -> known.place(event)).orElse((int) event);
  }

  /** {@code memory_stats[]}: the rows of {@code memory.stat} that are states. */
  public List<MemoryStat> memoryStats() {
    return memoryStats;
  }

  private List<MemoryStat> readMemoryStats() {
    Set<Long> inBytes =
        IN_BYTES.stream()
            .map(kernel::findEnumerator)
            .flatMap(item -> item.isPresent() ? Stream.of(item.getAsLong()) : Stream.empty())
            .collect(Collectors.toSet());
    OptionalLong inKb = kernel.findEnumerator("NR_KERNEL_STACK_KB");
    List<MemoryStat> stats = new ArrayList<>();
    for (Value row : kernel.symbol("memory_stats").elements()) {
      String name = row.field("name").asString();
      long item = row.field("idx").asLong();
      long unitBytes;
      if (row.has("ratio")) { // before 5.12
        unitBytes = row.field("ratio").asLong();
      } else if (inBytes.contains(item) || isCount(name)) {
        unitBytes = 1;
      } else {
        unitBytes = inKb.isPresent() && inKb.getAsLong() == item ? 1024 : kernel.pageSizeBytes();
      }
      stats.add(new MemoryStat(name, item, unitBytes));
    }
    return List.copyOf(stats);
  }

  /** {@code memcg_page_state_output_unit()}: what happened to pages is shown as a count. */
  private static boolean isCount(String name) {
    return Stream.of("workingset_", "pgdemote_", "pgpromote_", "pgsteal_", "pgscan_", "pgrefill")
        .anyMatch(name::startsWith);
  }

  /** What a state counts; pages if {@code memory.stat} does not show it. */
  public long unitBytes(long item) {
    return memoryStats.stream()
        .filter(stat -> stat.item == item)
        .mapToLong(MemoryStat::unitBytes)
        .findFirst()
        .orElse(kernel.pageSizeBytes());
  }

  /** Whether a row of {@code memory.stat} of this name is a state. */
  public boolean hasMemoryStat(String name) {
    return memoryStats.stream().anyMatch(stat -> stat.name.equals(name));
  }

  /** {@code memcg_vm_event_stat[]}: the events of {@code memory.stat}; empty before 6.1. */
  public Optional<long[]> vmEvents() {
    return kernel.findSymbol("memcg_vm_event_stat").map(Value::longs);
  }
}
