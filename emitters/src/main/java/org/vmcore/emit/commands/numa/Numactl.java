package org.vmcore.emit.commands.numa;

import java.util.BitSet;
import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.Bitmaps;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.mm.Node;
import org.vmcore.kernel.mm.NodeDistance;
import org.vmcore.kernel.mm.NodeMask;
import org.vmcore.kernel.mm.VmStat;
import org.vmcore.kernel.mm.Zone;
import org.vmcore.model.Program;

/** {@code numactl}: the nodes, and what a process may use of them. */
final class Numactl {
  @Emits("sos_commands/numa/numactl_--hardware")
  void hardware(Program kernel, Text out) {
    List<Node> nodes = Node.online(kernel);
    BitSet numbers = new BitSet();
    nodes.forEach(node -> numbers.set(node.id()));
    out.line("available: %d nodes (%s)", nodes.size(), Bitmaps.list(numbers));
    for (Node node : nodes) {
      out.print("node %d cpus:", node.id());
      node.onlineCpus().stream().forEach(cpu -> out.print(" %d", cpu));
      out.append('\n');
      out.line(
          "node %d size: %lu MB",
          node.id(), mebibytes(kernel, node.sumOfZones(Zone::managedPages)));
      long free = VmStat.of(kernel).ofNode(node, "NR_FREE_PAGES");
      out.line("node %d free: %lu MB", node.id(), mebibytes(kernel, free));
    }
    distances(kernel, nodes, out);
  }

  private static long mebibytes(Program kernel, long pages) {
    return pages << kernel.pageShift() >> 20;
  }

  private static void distances(Program kernel, List<Node> nodes, Text out) {
    out.line("node distances:");
    out.print("node ");
    nodes.forEach(node -> out.print("%3d ", node.id()));
    out.append('\n');
    for (Node from : nodes) {
      out.print("%3d: ", from.id());
      nodes.forEach(to -> out.print("%3d ", NodeDistance.of(kernel).between(from, to)));
      out.append('\n');
    }
  }

  /** Of a process that may run on all CPUs and take memory of all nodes. */
  @Emits("sos_commands/numa/numactl_--show")
  void show(Program kernel, Text out) {
    out.line("policy: default");
    out.line("preferred node: current");
    numbers("physcpubind", CpuMask.online(kernel), out);
    BitSet nodes = new BitSet();
    Node.online(kernel).stream()
        .filter(node -> !node.onlineCpus().isEmpty())
        .forEach(node -> nodes.set(node.id()));
    numbers("cpubind", nodes, out);
    numbers("nodebind", nodes, out);
    numbers("membind", NodeMask.of(kernel, "N_MEMORY"), out);
    numbers("preferred", new BitSet(), out);
  }

  private static void numbers(String what, BitSet numbers, Text out) {
    out.print("%s: ", what);
    numbers.stream().forEach(number -> out.print("%d ", number));
    out.append('\n');
  }
}
