package org.vmcore.kernel.net;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * The sockets that {@code /proc/net} lists for pid 1: those of its namespace that stand in a table.
 * Immutable.
 */
public final class ListedSockets {
  private final Set<Long> addresses = new HashSet<>();

  private ListedSockets(Program kernel) {
    Value net = NetNamespaces.ofReader(kernel);
    for (int family : List.of(Endpoints.AF_INET, Endpoints.AF_INET6)) {
      for (TcpSocket socket : TcpSockets.of(kernel).in(net, family)) {
        if (socket.kind() == TcpSocket.Kind.WHOLE) {
          addresses.add(socket.sock().address());
        }
      }
      for (DatagramSockets table : datagrams(kernel)) {
        table.in(net, family).forEach(socket -> addresses.add(socket.sock().address()));
      }
    }
    UnixSockets.of(kernel).in(net).forEach(socket -> addresses.add(socket.sock().address()));
    NetlinkSockets.of(kernel).in(net).forEach(socket -> addresses.add(socket.address()));
    PacketSockets.in(net).forEach(socket -> addresses.add(socket.address()));
  }

  private static List<DatagramSockets> datagrams(Program kernel) {
    List<DatagramSockets> tables = new ArrayList<>();
    tables.add(DatagramSockets.udp(kernel));
    tables.add(DatagramSockets.ping(kernel));
    if (kernel.hasSymbol("udplite_table")) { // until 7.0
      tables.add(DatagramSockets.udpLite(kernel));
    }
    for (String raw : List.of("raw_v4_hashinfo", "raw_v6_hashinfo")) {
      if (kernel.hasSymbol(raw)) {
        tables.add(DatagramSockets.raw(kernel, raw));
      }
    }
    return tables;
  }

  public static ListedSockets of(Program kernel) {
    return kernel.computed(ListedSockets.class, ListedSockets::new);
  }

  public boolean contains(Sock sock) {
    return addresses.contains(sock.address());
  }
}
