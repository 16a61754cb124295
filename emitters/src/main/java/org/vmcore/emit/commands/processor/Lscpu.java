package org.vmcore.emit.commands.processor;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.emit.commands.HumanSize;
import org.vmcore.emit.commands.TextTable;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.cpu.CpuVulnerabilities;
import org.vmcore.kernel.cpu.NumaNodes;
import org.vmcore.model.Program;

/**
 * {@code lscpu} of util-linux. What it reads from the firmware's tables, and clock rates, are not
 * told.
 */
final class Lscpu {
  private static final String MITIGATION = "Mitigation";

  /** A line of the summary. */
  private record Line(String label, String text) {}

  @Emits("sos_commands/processor/lscpu")
  void summary(Program kernel, Text out) {
    List<Line> lines = new ArrayList<>();
    LscpuIdentity identity = LscpuIdentity.of(kernel);
    LscpuTopology topology = new LscpuTopology(kernel);
    machine(kernel, identity, lines);
    model(identity, topology, lines);
    virtualization(identity, lines);
    topology.caches().forEach((name, all) -> caches(name, all, lines));
    nodes(kernel, lines);
    for (String name : CpuVulnerabilities.names(kernel).stream().sorted().toList()) {
      CpuVulnerabilities.state(kernel, name)
          .ifPresent(state -> add("Vulnerability " + words(name), plain(state), lines));
    }
    int width = lines.stream().mapToInt(line -> line.label().length()).max().orElse(0);
    lines.forEach(line -> out.line("%-*s %s", width, line.label(), line.text()));
  }

  private static void add(String name, String text, List<Line> lines) {
    if (!text.isEmpty()) {
      lines.add(new Line(name + ":", text));
    }
  }

  private static void machine(Program kernel, LscpuIdentity identity, List<Line> lines) {
    BitSet present = CpuMask.present(kernel);
    BitSet online = CpuMask.online(kernel);
    BitSet offline = (BitSet) present.clone();
    offline.andNot(online);
    add("Architecture", kernel.machine(), lines);
    add("CPU op-mode(s)", identity.modes(), lines);
    add("Address sizes", identity.addressSizes(), lines);
    boolean little = kernel.memory().order() == ByteOrder.LITTLE_ENDIAN;
    add("Byte Order", little ? "Little Endian" : "Big Endian", lines);
    add("CPU(s)", Integer.toString(present.cardinality()), lines);
    add("On-line CPU(s) list", list(online), lines);
    add("Off-line CPU(s) list", list(offline), lines);
    add("Vendor ID", identity.vendor(), lines);
  }

  private static void model(LscpuIdentity identity, LscpuTopology topology, List<Line> lines) {
    add("Model name", identity.modelName(), lines);
    add("CPU family", identity.family(), lines);
    add("Model", identity.model(), lines);
    add("Thread(s) per core", Integer.toString(topology.nrThreadsPerCore()), lines);
    String nrCores = Integer.toString(topology.nrCoresPerSocket());
    String nrSockets = Integer.toString(topology.nrSockets());
    if (identity.isCluster()) {
      add("Core(s) per cluster", nrCores, lines);
      add("Socket(s)", "-", lines); // the firmware's tables tell
      add("Cluster(s)", nrSockets, lines);
    } else {
      add("Core(s) per socket", nrCores, lines);
      add("Socket(s)", nrSockets, lines);
    }
    add("Stepping", identity.stepping(), lines);
    add("BogoMIPS", identity.bogoMips(), lines);
    add("Flags", String.join(" ", identity.flags()), lines);
  }

  private static void virtualization(LscpuIdentity identity, List<Line> lines) {
    add("Virtualization", identity.virtualization(), lines);
    if (!identity.hypervisor().isEmpty()) {
      add("Hypervisor vendor", identity.hypervisor(), lines);
      add("Virtualization type", "full", lines);
    }
  }

  private static void caches(String name, List<LscpuTopology.Cache> all, List<Line> lines) {
    long bytes = all.stream().mapToLong(LscpuTopology.Cache::sizeBytes).sum();
    if (bytes > 0) {
      String instances = all.size() + (all.size() == 1 ? " instance" : " instances");
      add(name + " cache", HumanSize.inWords(bytes) + " (" + instances + ")", lines);
    }
  }

  private static void nodes(Program kernel, List<Line> lines) {
    BitSet nodes = NumaNodes.online(kernel);
    add("NUMA node(s)", Integer.toString(nodes.cardinality()), lines);
    for (int node : nodes.stream().toArray()) {
      BitSet cpus = new BitSet();
      CpuMask.online(kernel).stream()
          .filter(cpu -> NumaNodes.ofCpu(kernel, cpu) == node)
          .forEach(cpus::set);
      lines.add(new Line("NUMA node" + node + " CPU(s):", list(cpus)));
    }
  }

  /** {@code cpulist_create()}: a range stands for three at least. */
  private static String list(BitSet cpus) {
    StringJoiner text = new StringJoiner(",");
    for (int from = cpus.nextSetBit(0); from >= 0; ) {
      int behind = cpus.nextClearBit(from);
      if (behind - from > 2) {
        text.add(from + "-" + (behind - 1));
      } else {
        for (int cpu = from; cpu < behind; cpu++) {
          text.add(Integer.toString(cpu));
        }
      }
      from = cpus.nextSetBit(behind);
    }
    return text.toString();
  }

  private static String words(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1).replace('_', ' ');
  }

  private static String plain(String state) {
    return state.startsWith(MITIGATION)
        ? MITIGATION + ";" + state.substring(MITIGATION.length()).replace(":", "").stripTrailing()
        : state.strip();
  }

  @Emits("sos_commands/processor/lscpu_-ae")
  void extended(Program kernel, Text out) {
    LscpuTopology topology = new LscpuTopology(kernel);
    boolean cluster = LscpuIdentity.of(kernel).isCluster();
    Set<String> caches = topology.caches().keySet();
    TextTable table =
        new TextTable()
            .right("CPU", 0)
            .right("NODE", 0)
            .right(cluster ? "CLUSTER" : "SOCKET", 0)
            .right("CORE", 0);
    if (!caches.isEmpty()) {
      table.left(String.join(":", caches), 0);
    }
    table.right("ONLINE", 0);
    for (int cpu : CpuMask.present(kernel).stream().toArray()) {
      table.row(row(kernel, topology, cpu).toArray(String[]::new));
    }
    table.print(out);
  }

  private static Stream<String> row(Program kernel, LscpuTopology topology, int cpu) {
    boolean online = CpuMask.online(kernel).get(cpu);
    Stream<String> place =
        Stream.of(
            Integer.toString(cpu),
            online ? Integer.toString(NumaNodes.ofCpu(kernel, cpu)) : "-",
            topology.socket(cpu).map(String::valueOf).orElse("-"),
            topology.core(cpu).map(String::valueOf).orElse("-"));
    Stream<String> caches =
        topology.caches().isEmpty() ? Stream.of() : Stream.of(topology.cachesOf(cpu));
    return Stream.of(place, caches, Stream.of(online ? "yes" : "no")).flatMap(each -> each);
  }
}
