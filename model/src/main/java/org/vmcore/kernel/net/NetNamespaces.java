package org.vmcore.kernel.net;

import java.util.List;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Network namespaces, {@code struct net}, {@code net/core/net_namespace.c}. */
public final class NetNamespaces {
  private NetNamespaces() {}

  /** {@code for_each_net()}: all of them, the initial one first. */
  public static List<Value> all(Program kernel) {
    return ListHead.forEachEntry(kernel.symbol("net_namespace_list"), "struct net", "list");
  }

  /** The one that a reader of {@code /proc/net} sees: that of pid 1. */
  public static Value ofReader(Program kernel) {
    return kernel.computed(NetNamespaces.class, NetNamespaces::findReader);
  }

  private static Value findReader(Program kernel) {
    return Tasks.of(kernel)
        .byPid(1)
        .flatMap(Task::nsproxy)
        .map(nsproxy -> nsproxy.field("net_ns").deref())
        .orElseGet(() -> initial(kernel));
  }

  /** {@code init_net}. */
  public static Value initial(Program kernel) {
    return kernel.symbol("init_net");
  }

  /** {@code read_pnet()}: a kernel without namespaces keeps no pointer, all is in the first. */
  public static Value of(Value possibleNet) {
    return possibleNet.has("net")
        ? possibleNet.field("net").deref()
        : initial(possibleNet.program());
  }

  /** {@code sock_net()}. */
  public static Value ofSock(Value sock) {
    return of(sock.at("__sk_common.skc_net"));
  }

  /** The number that {@code /proc/PID/ns/net} shows. */
  public static long inum(Value net) {
    return net.at("ns.inum").asLong() & 0xffffffffL;
  }
}
