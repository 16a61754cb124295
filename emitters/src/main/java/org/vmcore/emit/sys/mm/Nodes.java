package org.vmcore.emit.sys.mm;

import java.util.List;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.kernel.mm.Node;
import org.vmcore.model.Program;

/** The online nodes, by number; none on a kernel without NUMA. */
@Enumerates("node")
final class Nodes implements Enumerator<Node> {
  @Override
  public List<Key<Node>> keys(Program kernel) {
    return kernel.hasSymbol("node_devices")
        ? Node.online(kernel).stream().map(n -> Key.of(Integer.toString(n.id()), n)).toList()
        : List.of();
  }
}
