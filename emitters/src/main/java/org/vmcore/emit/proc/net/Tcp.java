package org.vmcore.emit.proc.net;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.Endpoints;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.Sock;
import org.vmcore.kernel.net.TcpSocket;
import org.vmcore.kernel.net.TcpSockets;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code /proc/net/tcp} and {@code tcp6} as {@code tcp4_seq_show()}, {@code net/ipv4/tcp_ipv4.c},
 * and {@code tcp6_seq_show()}, {@code net/ipv6/tcp_ipv6.c}.
 */
final class Tcp {
  private static final int WIDTH = 149; // TMPSZ - 1: lines of IPv4 are padded
  private static final long TCP_INFINITE_SSTHRESH = 0x7fffffff; // include/net/tcp.h

  @Emits("proc/net/tcp")
  void tcp(Program kernel, Text out) {
    out.line(
        "%-149s",
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
            + " inode");
    show(kernel, Endpoints.AF_INET, WIDTH, out);
  }

  @Emits(value = "proc/net/tcp6", needs = "tcp6_seq_ops")
  void tcp6(Program kernel, Text out) {
    out.line(
        "  sl  local_address                         remote_address                        st"
            + " tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode");
    show(kernel, Endpoints.AF_INET6, 0, out);
  }

  private static void show(Program kernel, int family, int width, Text out) {
    List<TcpSocket> sockets = TcpSockets.of(kernel).in(NetNamespaces.ofReader(kernel), family);
    for (int i = 0; i < sockets.size(); i++) {
      int start = out.sizeBytes();
      out.print("%4d: ", i);
      show(kernel, sockets.get(i), out);
      out.line("%*s", Math.max(0, width - (out.sizeBytes() - start)), "");
    }
  }

  private static void show(Program kernel, TcpSocket socket, Text out) {
    SocketColumns.ends(socket.endpoints(), socket.endpoints().remotePort(), socket.state(), out);
    switch (socket.kind()) {
      case WHOLE -> whole(kernel, socket, out);
      case TIME_WAIT -> {
        queues(socket, 0, 0, out);
        out.print(" %08X %5d %8d %d", 0, 0, 0, 0);
        out.print(" %d %016lx", socket.endpoints().refcount(), socket.value().address());
      }
      case REQUEST -> {
        queues(socket, 0, 0, out);
        out.print(" %08X", socket.value().at("req.num_timeout").asInt());
        out.print(" %5u %8d %u %d", socket.sock().uid(), 0, 0, 0);
        out.print(" %016lx", socket.value().address());
      }
    }
  }

  private static void queues(TcpSocket socket, long tx, long rx, Text out) {
    Program kernel = socket.value().program();
    long ticks = Hz.jiffiesToClockT(kernel, socket.timerJiffies());
    out.print(" %08X:%08X %02X:%08lX", tx, rx, socket.timer().ordinal(), ticks);
  }

  private static void whole(Program kernel, TcpSocket socket, Text out) {
    Sock sock = socket.sock();
    Value connection = socket.connection();
    queues(socket, socket.txQueue(), socket.rxQueue(), out);
    out.print(" %08X", connection.field("icsk_retransmits").asLong());
    out.print(" %5u", sock.uid());
    out.print(" %8d", connection.field("icsk_probes_out").asInt());
    out.print(" %lu %d %016lx", sock.inode(), sock.refcount(), sock.address());
    long quick = connection.at("icsk_ack.quick").asLong() << 1;
    out.print(
        " %lu %lu %u %u %d",
        Hz.jiffiesToClockT(kernel, connection.field("icsk_rto").asLong()),
        Hz.jiffiesToClockT(kernel, connection.at("icsk_ack.ato").asLong()),
        quick | (socket.inPingpongMode() ? 1 : 0),
        socket.value().field("snd_cwnd").asLong(),
        threshold(socket));
  }

  /** Of a listener, how many TCP Fast Open requests may wait. */
  private static long threshold(TcpSocket socket) {
    if (socket.state() == TcpSocket.TCP_LISTEN) {
      return socket.connection().at("icsk_accept_queue.fastopenq.max_qlen").asLong();
    }
    long threshold = socket.value().field("snd_ssthresh").asLong();
    return threshold >= TCP_INFINITE_SSTHRESH ? -1 : threshold;
  }
}
