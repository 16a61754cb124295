package org.vmcore.emit.commands.processor;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.vmcore.kernel.cpu.CpuCache;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.cpu.CpuTopology;
import org.vmcore.model.Program;

/**
 * How {@code lscpu} counts: cores, sockets and caches are sets of CPUs that are online, numbered in
 * the order in which CPUs lead to them.
 */
final class LscpuTopology {
  private final BitSet online;
  private final Map<Integer, CpuTopology> topologies = new TreeMap<>();
  private final List<BitSet> cores;
  private final List<BitSet> sockets;
  private final Map<String, List<Cache>> caches = new TreeMap<>();

  /**
   * A cache of a kind.
   *
   * @param id that the kernel gave it, else its number among its kind
   * @param users CPUs that share it, as the first of them has it
   */
  record Cache(long id, long sizeBytes, BitSet users) {}

  LscpuTopology(Program kernel) {
    this.online = CpuMask.online(kernel);
    for (int cpu : online.stream().toArray()) {
      CpuTopology.of(kernel, cpu).ifPresent(topology -> topologies.put(cpu, topology));
      CpuCache.of(kernel, cpu).forEach(this::add);
    }
    this.cores = sets(CpuTopology::threads);
    this.sockets = sets(CpuTopology::cores);
  }

  private void add(CpuCache cache) {
    String kind =
        switch (cache.type()) {
          case "Data" -> "d";
          case "Instruction" -> "i";
          default -> "";
        };
    List<Cache> known =
        caches.computeIfAbsent("L" + cache.level() + kind, name -> new ArrayList<>());
    BitSet users = cache.sharedBy();
    boolean seen =
        known.stream()
            .anyMatch(
                other -> cache.hasId() ? other.id() == cache.id() : other.users().equals(users));
    if (!seen) {
      known.add(new Cache(cache.hasId() ? cache.id() : known.size(), cache.sizeBytes(), users));
    }
  }

  private List<BitSet> sets(Function<CpuTopology, BitSet> of) {
    return topologies.values().stream().map(of).distinct().toList();
  }

  int nrThreadsPerCore() {
    return online.cardinality() / Math.max(1, cores.size());
  }

  int nrCoresPerSocket() {
    return cores.size() / Math.max(1, sockets.size());
  }

  int nrSockets() {
    return sockets.size();
  }

  /** By name: {@code L1d}, {@code L1i}, {@code L2}. */
  Map<String, List<Cache>> caches() {
    return caches;
  }

  /** Of each kind the first that the CPU shares. */
  String cachesOf(int cpu) {
    return caches.values().stream()
        .flatMap(kind -> kind.stream().filter(cache -> cache.users().get(cpu)).limit(1))
        .map(cache -> Long.toString(cache.id()))
        .collect(Collectors.joining(":"));
  }

  /** Number of the CPU's core; empty for one that is offline. */
  Optional<Integer> core(int cpu) {
    return number(cores, cpu);
  }

  Optional<Integer> socket(int cpu) {
    return number(sockets, cpu);
  }

  private static Optional<Integer> number(List<BitSet> sets, int cpu) {
    for (int i = 0; i < sets.size(); i++) {
      if (sets.get(i).get(cpu)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }
}
