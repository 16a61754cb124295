package org.vmcore.kernel.net;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.kernel.tree.Rhashtable;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Netlink sockets, {@code net/netlink/af_netlink.c}, by protocol and hash bucket. Immutable. */
public final class NetlinkSockets {
  private static final int MAX_LINKS = 32; // include/uapi/linux/netlink.h

  private final List<Value> all;

  private NetlinkSockets(List<Value> all) {
    this.all = List.copyOf(all);
  }

  public static NetlinkSockets of(Program kernel) {
    return kernel.computed(NetlinkSockets.class, NetlinkSockets::read);
  }

  /** {@code struct netlink_sock}s of all namespaces. */
  public List<Value> all() {
    return all;
  }

  /** {@code struct netlink_sock}s of a {@code struct net}. */
  public List<Value> in(Value net) {
    return all.stream().filter(s -> Sock.of(s).net().address() == net.address()).toList();
  }

  /** Whether an answer of several messages is under way: {@code cb_running}. */
  public static boolean isDumping(Value netlink) {
    return netlink.field("cb_running").asBoolean();
  }

  private static NetlinkSockets read(Program kernel) {
    List<Value> sockets = new ArrayList<>();
    for (Value table : kernel.symbol("nl_table").elements(MAX_LINKS)) {
      sockets.addAll(Rhashtable.entries(table.field("hash"), "struct netlink_sock", "node"));
    }
    return new NetlinkSockets(sockets);
  }
}
