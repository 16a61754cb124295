package org.vmcore.emit.commands.networking;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.PathNames;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.link.NamedNets;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The commands of all network namespaces but pid 1's own, by name of the namespace. */
@Enumerates({"name", "path"})
public final class NetnsFiles implements Enumerator<NetnsFile> {
  @Override
  public List<Key<NetnsFile>> keys(Program kernel) {
    Map<String, Value> nets = new TreeMap<>();
    long own = NetNamespaces.ofReader(kernel).address();
    for (Value net : NetNamespaces.all(kernel)) {
      if (net.address() != own) {
        nets.put(name(kernel, net), net);
      }
    }
    List<Key<NetnsFile>> keys = new ArrayList<>();
    nets.forEach(
        (name, net) -> {
          for (NetnsFile file : NetnsFile.of(net)) {
            keys.add(Key.of(name, "ip_netns_exec_" + name + "_" + file.words(), file));
          }
        });
    return keys;
  }

  /** The one that it was given, else from the number that {@code /proc} shows. */
  private static String name(Program kernel, Value net) {
    return NamedNets.of(kernel)
        .name(net)
        .map(PathNames::segment)
        .orElseGet(() -> "net-" + NetNamespaces.inum(net));
  }
}
