package org.vmcore.kernel.mm;

import java.util.Optional;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code node_distance()}: how much dearer the memory of another node is, as firmware says it. */
public final class NodeDistance {
  private static final int LOCAL_DISTANCE = 10; // include/linux/topology.h
  private static final int REMOTE_DISTANCE = 20;
  private static final int MAX_NODES = 1 << 10;

  private final int count;
  private final long[] table;

  private NodeDistance(Program kernel) {
    Optional<Value> distances = kernel.findSymbol("numa_distance").filter(table -> !table.isNull());
    int nodes = kernel.findSymbol("numa_distance_cnt").map(Value::asInt).orElse(0);
    this.count = distances.isPresent() && nodes > 0 && nodes <= MAX_NODES ? nodes : 0;
    this.table = count == 0 ? new long[0] : distances.get().longs(count * count);
  }

  public static NodeDistance of(Program kernel) {
    return kernel.computed(NodeDistance.class, NodeDistance::new);
  }

  /** Of a node without an entry in the table it is known only whether it is another one. */
  public int between(Node from, Node to) {
    if (from.id() < count && to.id() < count) {
      return (int) table[from.id() * count + to.id()];
    }
    return from.id() == to.id() ? LOCAL_DISTANCE : REMOTE_DISTANCE;
  }
}
