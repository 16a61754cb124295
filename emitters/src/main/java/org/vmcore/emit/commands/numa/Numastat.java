package org.vmcore.emit.commands.numa;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.mm.HugePagePool;
import org.vmcore.kernel.mm.Node;
import org.vmcore.kernel.mm.NodeMeminfo;
import org.vmcore.model.Program;

/** {@code numastat} of numactl: counters of nodes side by side. */
final class Numastat {
  private static final double BYTES_PER_MB = 1 << 20;
  private static final double KB_PER_MB = 1024;

  private static final List<String> EVENTS =
      List.of(
          "numa_hit", "numa_miss", "numa_foreign", "interleave_hit", "local_node", "other_node");

  /** In pages. */
  @Emits("sos_commands/numa/numastat")
  void numastat(Program kernel, Text out) {
    List<Node> nodes = Node.online(kernel);
    out.print("%16s", "");
    nodes.forEach(node -> out.print("%16s", "node" + node.id()));
    out.append('\n');
    for (int i = 0; i < EVENTS.size(); i++) {
      int event = i;
      out.print("%-16s", EVENTS.get(i));
      nodes.forEach(node -> out.print("%16lu", node.sumOfZones(zone -> zone.numaEvent(event))));
      out.append('\n');
    }
  }

  @Emits("sos_commands/numa/numastat_-n")
  void inMebibytes(Program kernel, Text out) {
    out.append('\n');
    out.line("Per-node numastat info (in MBs):");
    head(kernel, out);
    for (int i = 0; i < EVENTS.size(); i++) {
      int event = i;
      double pagesPerMb = BYTES_PER_MB / kernel.pageSizeBytes();
      row(
          kernel,
          capitalized(EVENTS.get(i)),
          node -> node.sumOfZones(zone -> zone.numaEvent(event)) / pagesPerMb,
          out);
    }
  }

  /** {@code numa_hit} as {@code Numa_Hit}. */
  static String capitalized(String name) {
    StringBuilder text = new StringBuilder(name.length());
    for (String word : name.split("_")) {
      text.append(text.isEmpty() ? "" : "_");
      text.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
    }
    return text.toString();
  }

  /** All rows of the nodes' {@code meminfo}; releases before 2.0.17 knew but some of them. */
  @Emits("sos_commands/numa/numastat_-m")
  void meminfo(Program kernel, Text out) {
    out.append('\n');
    out.line("Per-node system memory usage (in MBs):");
    head(kernel, out);
    Set<String> names = new LinkedHashSet<>();
    for (Node node : Node.online(kernel)) {
      names.addAll(rowsKb(kernel, node).keySet());
    }
    for (String name : names) {
      row(kernel, name, node -> rowsKb(kernel, node).getOrDefault(name, 0L) / KB_PER_MB, out);
    }
  }

  private static Map<String, Long> rowsKb(Program kernel, Node node) {
    NodeMeminfo meminfo = NodeMeminfo.of(kernel, node);
    long hugePageKb = HugePagePool.ofDefaultSize(kernel).map(HugePagePool::sizeKb).orElse(0L);
    Map<String, Long> rows = new LinkedHashMap<>(meminfo.rowsKb());
    meminfo.hugePages().forEach((name, count) -> rows.put(name, count * hugePageKb));
    return rows;
  }

  private static void head(Program kernel, Text out) {
    out.print("%16s", "");
    List<Node> nodes = Node.online(kernel);
    nodes.forEach(node -> out.print(" %15s", "Node " + node.id()));
    out.line(" %15s", "Total");
    out.print("%16s", "");
    nodes.forEach(node -> out.print(" %s", "-".repeat(15)));
    out.line(" %s", "-".repeat(15));
  }

  private static void row(Program kernel, String name, ToDoubleFunction<Node> number, Text out) {
    out.print("%-16s", name);
    double total = 0;
    for (Node node : Node.online(kernel)) {
      out.print(" %15.2f", number.applyAsDouble(node));
      total += number.applyAsDouble(node);
    }
    out.line(" %15.2f", total);
  }
}
