package org.vmcore.kernel.net;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.kernel.list.HList;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Unix sockets, {@code net/unix/af_unix.c}, by namespace and hash bucket. Immutable. */
public final class UnixSockets {
  private final List<UnixSocket> all;

  private UnixSockets(List<UnixSocket> all) {
    this.all = List.copyOf(all);
  }

  public static UnixSockets of(Program kernel) {
    return kernel.computed(UnixSockets.class, UnixSockets::read);
  }

  /** Those of all namespaces. */
  public List<UnixSocket> all() {
    return all;
  }

  /** Those of a {@code struct net}. */
  public List<UnixSocket> in(Value net) {
    return all.stream().filter(s -> s.sock().net().address() == net.address()).toList();
  }

  /** Since 5.19 a table for each namespace, before one for all. */
  private static UnixSockets read(Program kernel) {
    List<UnixSocket> sockets = new ArrayList<>();
    if (!kernel.hasMember("struct net", "unx.table.buckets")) {
      Value table = kernel.symbol("unix_socket_table");
      add(table.index(0), table.length(), sockets);
      return new UnixSockets(sockets);
    }
    for (Value net : NetNamespaces.all(kernel)) {
      Value buckets = net.at("unx.table.buckets");
      if (!buckets.isNull()) {
        add(buckets.deref(), UNIX_HASH_SIZE, sockets);
      }
    }
    return new UnixSockets(sockets);
  }

  private static final int UNIX_HASH_SIZE = 2 * 256; // include/net/af_unix.h

  private static void add(Value first, long count, List<UnixSocket> sockets) {
    for (HashBuckets.Bucket bucket : HashBuckets.occupied(first, count, "")) {
      for (Value common : HList.forEachEntry(bucket.head(), "struct sock_common", "skc_node")) {
        sockets.add(new UnixSocket(Sock.of(common)));
      }
    }
  }
}
