package org.vmcore.emit.sys.mm;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.Bitmaps;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.mm.Node;
import org.vmcore.kernel.mm.NodeDistance;
import org.vmcore.kernel.mm.NodeMeminfo;
import org.vmcore.kernel.mm.TransparentHugePages;
import org.vmcore.kernel.mm.VmStatNames;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Attributes of a node, {@code drivers/base/node.c}. */
final class NodeFiles {
  private static final List<String> NUMA_ROWS =
      List.of(
          "numa_hit", "numa_miss", "numa_foreign", "interleave_hit", "local_node", "other_node");

  /** {@code node_read_meminfo()}. */
  @EmitsMany(path = "sys/devices/system/node/node{node}/meminfo", each = Nodes.class)
  void meminfo(Program kernel, Node node, Text out) {
    NodeMeminfo meminfo = NodeMeminfo.of(kernel, node);
    meminfo
        .rowsKb()
        .forEach(
            (name, kb) ->
                out.line(
                    "Node %d %-*s%8lu kB", node.id(), meminfo.nameWidth(name), name + ":", kb));
    meminfo
        .hugePages()
        .forEach((name, count) -> out.line("Node %d %-16s %5u", node.id(), name + ":", count));
  }

  /** {@code node_read_numastat()}. */
  @EmitsMany(path = "sys/devices/system/node/node{node}/numastat", each = Nodes.class)
  void numastat(Program kernel, Node node, Text out) {
    for (int event = 0; event < NUMA_ROWS.size(); event++) {
      out.line("%s %lu", NUMA_ROWS.get(event), numaEvent(node, event));
    }
  }

  private static long numaEvent(Node node, int event) {
    return node.sumOfZones(zone -> zone.numaEvent(event));
  }

  /** {@code node_read_vmstat()}. */
  @EmitsMany(path = "sys/devices/system/node/node{node}/vmstat", each = Nodes.class)
  void vmstat(Program kernel, Node node, Text out) {
    VmStatNames names = VmStatNames.of(kernel);
    for (int i = 0; i < names.ofZones().size(); i++) {
      int item = i;
      out.line("%s %lu", names.ofZones().get(i), node.sumOfZones(zone -> zone.pageState(item)));
    }
    for (int i = 0; i < names.ofNumaEvents().size(); i++) {
      out.line("%s %lu", names.ofNumaEvents().get(i), numaEvent(node, i));
    }
    TransparentHugePages huge = TransparentHugePages.of(kernel);
    for (int i = 0; i < names.ofNodes().size(); i++) {
      out.line("%s %lu", names.ofNodes().get(i), huge.shown(i, node.pageState(i)));
    }
  }

  /** {@code node_read_distance()}: to all nodes by number. */
  @EmitsMany(path = "sys/devices/system/node/node{node}/distance", each = Nodes.class)
  void distance(Program kernel, Node node, Text out) {
    String separator = "";
    for (Node to : Node.online(kernel)) {
      out.print("%s%d", separator, NodeDistance.of(kernel).between(node, to));
      separator = " ";
    }
    out.append('\n');
  }

  @EmitsMany(path = "sys/devices/system/node/node{node}/cpulist", each = Nodes.class)
  void cpulist(Program kernel, Node node, Text out) {
    out.line("%s", Bitmaps.list(node.onlineCpus()));
  }

  @EmitsMany(path = "sys/devices/system/node/node{node}/cpumap", each = Nodes.class)
  void cpumap(Program kernel, Node node, Text out) {
    out.line("%s", Bitmaps.hex(node.onlineCpus(), CpuMask.nrCpuIds(kernel)));
  }

  /** Pages of the node that went bad and what became of them, 6.3+: {@code MF_ATTR_RO()}. */
  @EmitsMany(
      path = "sys/devices/system/node/node{node}/memory_failure/{name}",
      each = MemoryFailures.class)
  void memoryFailure(Program kernel, Value count, Text out) {
    out.line("%lu", count.asLong());
  }

  /** Members of {@code struct memory_failure_stats} of each node. */
  @Enumerates({"node", "name"})
  static final class MemoryFailures implements Enumerator<Value> {
    private static final List<String> NAMES =
        List.of("delayed", "failed", "ignored", "recovered", "total");

    @Override
    public List<Key<Value>> keys(Program kernel) {
      List<Key<Value>> keys = new ArrayList<>();
      for (Key<Node> node : new Nodes().keys(kernel)) {
        if (node.subject().value().has("mf_stats")) {
          Value stats = node.subject().value().field("mf_stats");
          NAMES.forEach(name -> keys.add(Key.of(node.names().get(0), name, stats.field(name))));
        }
      }
      return keys;
    }
  }
}
