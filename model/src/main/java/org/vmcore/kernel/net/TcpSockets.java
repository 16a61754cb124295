package org.vmcore.kernel.net;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.vmcore.kernel.list.HList;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * The TCP sockets of all namespaces in the order of {@code /proc/net/tcp}: those that listen, then
 * the others, each by hash bucket. Immutable.
 */
public final class TcpSockets {
  private final List<TcpSocket> all;

  private TcpSockets(List<TcpSocket> all) {
    this.all = List.copyOf(all);
  }

  public static TcpSockets of(Program kernel) {
    return kernel.computed(TcpSockets.class, TcpSockets::read);
  }

  public List<TcpSocket> all() {
    return all;
  }

  /**
   * Those of a namespace and family.
   *
   * @param net the {@code struct net}
   * @param family {@link Endpoints#AF_INET} or {@link Endpoints#AF_INET6}
   */
  public List<TcpSocket> in(Value net, int family) {
    return all.stream()
        .filter(socket -> socket.endpoints().family() == family)
        .filter(socket -> socket.endpoints().net().address() == net.address())
        .toList();
  }

  private static TcpSockets read(Program kernel) {
    List<TcpSocket> sockets = new ArrayList<>();
    for (Value table : tables(kernel)) {
      addListening(table, sockets);
    }
    for (Value table : tables(kernel)) {
      addEstablished(table, sockets);
    }
    return new TcpSockets(sockets);
  }

  /** A namespace may have a table of its own since 6.1; the others share {@code tcp_hashinfo}. */
  private static Set<Value> tables(Program kernel) {
    Set<Value> tables = new LinkedHashSet<>();
    for (Value net : NetNamespaces.all(kernel)) {
      tables.add(
          MemberVariants.find(net, "ipv4.tcp_death_row.hashinfo")
              .map(Value::deref)
              .orElseGet(() -> kernel.symbol("tcp_hashinfo")));
    }
    return tables;
  }

  /** {@code listening_get_first()}: {@code lhash2}, before 5.17 {@code listening_hash}. */
  private static void addListening(Value table, List<TcpSocket> sockets) {
    if (table.has("listening_hash")) {
      Value hash = table.field("listening_hash");
      Value first = hash.index(0);
      add(first, hash.length(), first.has("nulls_head") ? "nulls_head" : "head", sockets);
    } else {
      long count = (table.field("lhash2_mask").asLong() & 0xffffffffL) + 1;
      add(table.field("lhash2").deref(), count, "nulls_head", sockets);
    }
  }

  /** {@code established_get_first()}. */
  private static void addEstablished(Value table, List<TcpSocket> sockets) {
    long count = (table.field("ehash_mask").asLong() & 0xffffffffL) + 1;
    add(table.field("ehash").deref(), count, "chain", sockets);
  }

  private static void add(Value first, long count, String head, List<TcpSocket> sockets) {
    for (HashBuckets.Bucket bucket : HashBuckets.occupied(first, count, head)) {
      for (Value sock : HList.forEachEntry(bucket.head(), "struct sock_common", "skc_nulls_node")) {
        sockets.add(TcpSocket.of(sock));
      }
    }
  }
}
