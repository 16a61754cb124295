package org.vmcore.emit.proc.net;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.DatagramSocket;
import org.vmcore.kernel.net.DatagramSockets;
import org.vmcore.kernel.net.Endpoints;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.Sock;
import org.vmcore.model.Program;

/**
 * Sockets of UDP, UDP-Lite, ping and raw protocols: {@code udp4_format_sock()} in {@code
 * net/ipv4/udp.c}, {@code raw_sock_seq_show()} in {@code net/ipv4/raw.c}, {@code
 * ping_v4_format_sock()} in {@code net/ipv4/ping.c}, {@code __ip6_dgram_sock_seq_show()} in {@code
 * net/ipv6/datagram.c}.
 */
final class Datagrams {
  private static final int WIDTH = 127; // lines of IPv4 are padded, but for raw sockets
  private static final String HEAD =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
          + " inode ref pointer drops";
  private static final String HEAD6 =
      "  sl  local_address                         remote_address                        st"
          + " tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops";

  /** How a file differs from the others. */
  private record Form(int numberWidth, int lineWidth, boolean isUdp, boolean isRaw) {}

  private static final Form UDP = new Form(5, WIDTH, true, false);
  private static final Form UDP6 = new Form(5, 0, true, false);
  private static final Form RAW = new Form(4, 0, false, true);
  private static final Form RAW6 = new Form(5, 0, false, true);
  private static final Form PING = new Form(5, WIDTH, false, false);
  private static final Form PING6 = new Form(5, 0, false, false);

  @Emits("proc/net/udp")
  void udp(Program kernel, Text out) {
    out.line("%-127s", " " + HEAD);
    show(DatagramSockets.udp(kernel), kernel, Endpoints.AF_INET, UDP, out);
  }

  @Emits(value = "proc/net/udp6", needs = "udp6_seq_ops")
  void udp6(Program kernel, Text out) {
    out.line(HEAD6);
    show(DatagramSockets.udp(kernel), kernel, Endpoints.AF_INET6, UDP6, out);
  }

  @Emits(value = "proc/net/udplite", needs = "udplite_table")
  void udplite(Program kernel, Text out) {
    out.line("%-127s", " " + HEAD);
    show(DatagramSockets.udpLite(kernel), kernel, Endpoints.AF_INET, UDP, out);
  }

  @Emits(
      value = "proc/net/udplite6",
      needs = {"udplite_table", "udp6_seq_ops"})
  void udplite6(Program kernel, Text out) {
    out.line(HEAD6);
    show(DatagramSockets.udpLite(kernel), kernel, Endpoints.AF_INET6, UDP6, out);
  }

  @Emits("proc/net/raw")
  void raw(Program kernel, Text out) {
    out.line(HEAD);
    show(DatagramSockets.raw(kernel, "raw_v4_hashinfo"), kernel, Endpoints.AF_INET, RAW, out);
  }

  @Emits(value = "proc/net/raw6", needs = "raw_v6_hashinfo")
  void raw6(Program kernel, Text out) {
    out.line(HEAD6);
    show(DatagramSockets.raw(kernel, "raw_v6_hashinfo"), kernel, Endpoints.AF_INET6, RAW6, out);
  }

  @Emits("proc/net/icmp")
  void icmp(Program kernel, Text out) {
    out.line("%-127s", HEAD);
    show(DatagramSockets.ping(kernel), kernel, Endpoints.AF_INET, PING, out);
  }

  @Emits(value = "proc/net/icmp6", needs = "ping_v6_seq_ops")
  void icmp6(Program kernel, Text out) {
    out.line(HEAD6);
    show(DatagramSockets.ping(kernel), kernel, Endpoints.AF_INET6, PING6, out);
  }

  private static void show(
      DatagramSockets sockets, Program kernel, int family, Form form, Text out) {
    List<DatagramSocket> seen = sockets.in(NetNamespaces.ofReader(kernel), family);
    for (DatagramSocket socket : seen) {
      int start = out.sizeBytes();
      show(socket, form, out);
      out.line("%*s", Math.max(0, form.lineWidth() - (out.sizeBytes() - start)), "");
    }
  }

  private static void show(DatagramSocket socket, Form form, Text out) {
    Sock sock = socket.sock();
    out.print("%*d: ", form.numberWidth(), socket.bucket());
    Endpoints ends = socket.endpoints();
    SocketColumns.ends(ends, form.isRaw() ? 0 : ends.remotePort(), sock.state(), out);
    int received = form.isUdp() ? socket.udpReceiveQueue() : sock.rmemAlloc();
    out.print(" %08X:%08X 00:00000000 00000000", sock.wmemAlloc(), received);
    out.print(" %5u %8d %lu %d", sock.uid(), 0, sock.inode(), sock.refcount());
    out.print(" %016lx %u", sock.address(), sock.drops());
  }
}
