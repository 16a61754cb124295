package org.vmcore.kernel.net;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vmcore.kernel.list.HList;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Sockets of UDP, UDP-Lite, ping and raw protocols of all namespaces, by hash bucket. Immutable.
 */
public final class DatagramSockets {
  private final List<DatagramSocket> all;

  private DatagramSockets(List<DatagramSocket> all) {
    this.all = List.copyOf(all);
  }

  public List<DatagramSocket> all() {
    return all;
  }

  /**
   * Those of a namespace and family.
   *
   * @param net the {@code struct net}
   * @param family {@link Endpoints#AF_INET} or {@link Endpoints#AF_INET6}
   */
  public List<DatagramSocket> in(Value net, int family) {
    return all.stream()
        .filter(socket -> socket.endpoints().family() == family)
        .filter(socket -> socket.endpoints().net().address() == net.address())
        .toList();
  }

  /** {@code udp_table}, since 6.2 perhaps one for a namespace. */
  public static DatagramSockets udp(Program kernel) {
    return kernel.computed("udp sockets", DatagramSockets::readUdp);
  }

  private static DatagramSockets readUdp(Program kernel) {
    Set<Value> tables = new LinkedHashSet<>();
    for (Value net : NetNamespaces.all(kernel)) {
      tables.add(
          MemberVariants.find(net, "ipv4.udp_table")
              .map(Value::deref)
              .orElseGet(() -> kernel.symbol("udp_table")));
    }
    return ofUdpTables(tables);
  }

  /** {@code udplite_table}, which 7.1 gave up. */
  public static DatagramSockets udpLite(Program kernel) {
    return kernel.computed("udplite sockets", k -> ofUdpTables(Set.of(k.symbol("udplite_table"))));
  }

  private static DatagramSockets ofUdpTables(Set<Value> tables) {
    List<DatagramSocket> sockets = new ArrayList<>();
    for (Value table : tables) {
      long count = (table.field("mask").asLong() & 0xffffffffL) + 1;
      add(table.field("hash").deref(), count, "head", "skc_node", sockets);
    }
    return new DatagramSockets(sockets);
  }

  /**
   * Raw sockets of a family: {@code raw_v4_hashinfo} or {@code raw_v6_hashinfo}.
   *
   * @param hashinfo name of the table's variable
   */
  public static DatagramSockets raw(Program kernel, String hashinfo) {
    return kernel.computed("raw sockets in " + hashinfo, k -> readRaw(k.symbol(hashinfo)));
  }

  private static DatagramSockets readRaw(Value hashinfo) {
    List<DatagramSocket> sockets = new ArrayList<>();
    Value hash = hashinfo.field("ht");
    boolean nulls = hash.index(0).type().spelling().contains("nulls"); // in some releases
    add(hash.index(0), hash.length(), "", nulls ? "skc_nulls_node" : "skc_node", sockets);
    return new DatagramSockets(sockets);
  }

  /** Ping sockets of both families: {@code ping_table}, {@code net/ipv4/ping.c}. */
  public static DatagramSockets ping(Program kernel) {
    return kernel.computed("ping sockets", DatagramSockets::readPing);
  }

  private static DatagramSockets readPing(Program kernel) {
    List<DatagramSocket> sockets = new ArrayList<>();
    Optional<Value> table = kernel.findSymbol("ping_table");
    if (table.isPresent()) {
      Value hash = table.get().field("hash");
      boolean nulls = hash.index(0).type().spelling().contains("nulls"); // before 6.0
      add(hash.index(0), hash.length(), "", nulls ? "skc_nulls_node" : "skc_node", sockets);
    }
    return new DatagramSockets(sockets);
  }

  private static void add(
      Value first, long count, String head, String node, List<DatagramSocket> sockets) {
    for (HashBuckets.Bucket bucket : HashBuckets.occupied(first, count, head)) {
      for (Value common : HList.forEachEntry(bucket.head(), "struct sock_common", node)) {
        sockets.add(DatagramSocket.of(bucket.number(), common));
      }
    }
  }
}
