package org.vmcore.kernel.mm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A NUMA node with its zones: {@code pg_data_t}, {@code include/linux/mmzone.h}. A kernel without
 * NUMA has one, number 0. Immutable; what its counters say is read once.
 */
public final class Node {
  private final int id;
  private final Value pgdat;
  private final List<Zone> zones;
  private final StatCounters states;

  private Node(int id, Value pgdat) {
    this.id = id;
    this.pgdat = pgdat;
    this.zones = pgdat.field("node_zones").elements().stream().map(z -> new Zone(id, z)).toList();
    this.states = new StatCounters(pgdat.field("vm_stat"), nodeStats(pgdat), "vm_node_stat_diff");
  }

  /**
   * The online nodes by number: {@code for_each_online_pgdat()}.
   *
   * @throws Malformed when there is none: no kernel runs so
   */
  public static List<Node> online(Program kernel) {
    return kernel.computed(Node.class, Node::find);
  }

  private static List<Node> find(Program kernel) {
    Optional<Value> table = kernel.findSymbol("node_data");
    if (table.isEmpty()) {
      return List.of(new Node(0, kernel.symbol("contig_page_data")));
    }
    List<Node> nodes = new ArrayList<>();
    for (int id : NodeMask.of(kernel, "N_ONLINE").stream().toArray()) {
      if (id < table.get().length() && !table.get().index(id).isNull()) {
        nodes.add(new Node(id, table.get().index(id).deref()));
      }
    }
    if (nodes.isEmpty()) {
      throw new Malformed("no node is online", "node_data", table.get().address());
    }
    return List.copyOf(nodes);
  }

  private static Optional<Value> nodeStats(Value pgdat) {
    return pgdat.has("per_cpu_nodestats")
        ? Optional.of(pgdat.field("per_cpu_nodestats"))
        : Optional.empty();
  }

  public int id() {
    return id;
  }

  /** The {@code struct pglist_data}. */
  public Value value() {
    return pgdat;
  }

  /** All zones, those without memory among them. */
  public List<Zone> zones() {
    return zones;
  }

  /** Zones with memory: {@code populated_zone()}. */
  public List<Zone> populatedZones() {
    return zones.stream().filter(Zone::isPopulated).toList();
  }

  /** {@code node_page_state_pages()}, with what CPUs have not handed in yet. */
  public long pageState(int item) {
    return Math.max(0, states.get(item));
  }

  StatCounters states() {
    return states;
  }

  /** As {@code sum_zone_node_page_state()} adds up what the zones have. */
  public long sumOfZones(ToLongFunction<Zone> number) {
    return zones.stream().mapToLong(number).sum();
  }

  /** CPUs of the node that are online: {@code cpumask_of_node()}. */
  public BitSet onlineCpus() {
    BitSet cpus = CpuMask.online(pgdat.program());
    Optional<Value> masks = pgdat.program().findSymbol("node_to_cpumask_map");
    masks.ifPresent(map -> cpus.and(CpuMask.of(map.index(id))));
    return cpus;
  }
}
