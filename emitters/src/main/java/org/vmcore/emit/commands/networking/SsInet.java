package org.vmcore.emit.commands.networking;

import java.util.List;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cgroup.Cgroup;
import org.vmcore.kernel.net.DatagramSocket;
import org.vmcore.kernel.net.DatagramSockets;
import org.vmcore.kernel.net.Endpoints;
import org.vmcore.kernel.net.Sock;
import org.vmcore.kernel.net.TcpSocket;
import org.vmcore.kernel.net.TcpSockets;
import org.vmcore.kernel.net.addr.IpAddress;
import org.vmcore.kernel.net.socket.SocketMemory;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.Entries;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Internet sockets as {@code inet_sk_diag_fill()}, {@code net/ipv4/inet_diag.c}, tells and ss shows
 * them.
 */
final class SsInet {
  private static final List<String> TIMERS =
      List.of("off", "on", "keepalive", "timewait", "persist");
  private static final int TCP_CLOSE = 7; // include/net/tcp_states.h
  private static final List<Integer> FAMILIES = List.of(Endpoints.AF_INET, Endpoints.AF_INET6);

  private SsInet() {}

  static void rows(Program kernel, Value net, SsTable table, Text out) {
    for (String name : List.of("raw_v4_hashinfo", "raw_v6_hashinfo")) {
      if (kernel.hasSymbol(name)) {
        for (int family : FAMILIES) {
          for (DatagramSocket socket : DatagramSockets.raw(kernel, name).in(net, family)) {
            datagram(socket, true, table);
          }
        }
      }
    }
    for (int family : FAMILIES) {
      for (DatagramSocket socket : DatagramSockets.udp(kernel).in(net, family)) {
        datagram(socket, false, table);
      }
    }
    for (int family : FAMILIES) {
      for (TcpSocket socket : TcpSockets.of(kernel).in(net, family)) {
        tcp(socket, table, out);
      }
    }
  }

  private static void datagram(DatagramSocket socket, boolean raw, SsTable table) {
    Sock sock = socket.sock();
    Endpoints ends = socket.endpoints();
    boolean only = isIpv6Only(sock);
    table.row(
        raw ? rawName(sock.protocol()) : "udp",
        Ss.STATES.get(Math.min(ends.state(), Ss.STATES.size() - 1)),
        Ss.queue(raw ? sock.rmemAlloc() : socket.udpReceiveQueue()),
        Ss.queue(sock.wmemAlloc()),
        local(ends, only),
        port(ends.localPort()),
        address(IpAddress.of(ends.remoteAddress()), only) + ":",
        port(raw ? 0 : ends.remotePort()),
        Ss.users(sock) + details(sock, ends) + "\n\t" + Ss.skmem(SocketMemory.of(sock)));
  }

  /** {@code proto_name()}. */
  private static String rawName(int protocol) {
    return switch (protocol) {
      case 0 -> "raw";
      case 6 -> "tcp";
      case 17 -> "udp";
      case 33 -> "dccp";
      case 58 -> "icmp6";
      case 132 -> "sctp";
      default -> "???";
    };
  }

  private static void tcp(TcpSocket socket, SsTable table, Text out) {
    Endpoints ends = socket.endpoints();
    boolean whole = socket.kind() == TcpSocket.Kind.WHOLE;
    boolean only = whole && isIpv6Only(socket.sock());
    long waits = socket.state() == TcpSocket.TCP_LISTEN ? socket.sock().maxAckBacklog() : 0;
    table.row(
        "tcp",
        Entries.at(Ss.STATES, socket.state(), "sstate_namel"),
        Ss.queue(whole ? socket.rxQueue() : 0),
        Ss.queue(whole ? (waits != 0 ? waits : socket.txQueue()) : 0),
        local(ends, only),
        port(ends.localPort()),
        address(IpAddress.of(ends.remoteAddress()), only) + ":",
        port(ends.remotePort()),
        (whole ? Ss.users(socket.sock()) : "")
            + timer(socket)
            + (whole ? details(socket.sock(), ends) : " ino:0 sk:" + cookie(socket))
            + "\n\t"
            + (whole ? SsTcpInfo.text(socket, out) : ""));
  }

  private static String cookie(TcpSocket socket) {
    Program kernel = socket.value().program();
    Value common = kernel.object("struct sock_common", socket.value().address());
    return Long.toHexString(common.at("skc_cookie.counter").asLong());
  }

  /** {@code tcp_timer_print()}. */
  private static String timer(TcpSocket socket) {
    TcpSocket.Timer timer = socket.timer();
    if (timer == TcpSocket.Timer.NONE) {
      return "";
    }
    long ms = Hz.jiffiesToMsecs(socket.value().program(), socket.timerJiffies());
    long again =
        switch (socket.kind()) {
          case WHOLE ->
              socket
                  .connection()
                  .field(
                      timer == TcpSocket.Timer.RETRANSMIT ? "icsk_retransmits" : "icsk_probes_out")
                  .asLong();
          case REQUEST -> socket.value().at("req.num_retrans").asLong();
          case TIME_WAIT -> 0;
        };
    return " timer:(" + TIMERS.get(timer.ordinal()) + "," + duration(ms) + "," + again + ")";
  }

  /** {@code print_ms_timer()}: minutes, seconds and milliseconds, the latter while few. */
  static String duration(long ms) {
    long seconds = ms / 1000 % 60;
    long minutes = ms / 60_000;
    long rest = minutes != 0 || seconds > 9 ? 0 : ms % 1000;
    StringBuilder text = new StringBuilder();
    if (minutes != 0) {
      text.append(minutes).append("min");
    }
    if (seconds != 0 && minutes <= 9) {
      text.append(seconds).append(rest != 0 ? "." : "sec");
    }
    return rest == 0 ? text.toString() : text + Text.format("%03dms", rest);
  }

  /** What {@code inet_diag_msg_attrs_fill()} adds. */
  private static String details(Sock sock, Endpoints ends) {
    boolean tellsOnly =
        ends.family() == Endpoints.AF_INET6
            && (ends.state() == TcpSocket.TCP_LISTEN || ends.state() == TCP_CLOSE);
    return Ss.details(sock, sock.value().field("sk_mark").asLong() & 0xffffffffL, cgroup(sock))
        + (tellsOnly ? " v6only:" + (isIpv6Only(sock) ? 1 : 0) : "")
        + Ss.shutdown(sock);
  }

  /** {@code sock_cgroup_ptr()}; before 5.15 the pointer shared its place with flags. */
  private static String cgroup(Sock sock) {
    Value data = sock.value();
    if (!data.has("sk_cgrp_data.cgroup") || data.at("sk_cgrp_data.cgroup").isNull()) {
      return "";
    }
    return new Cgroup(data.at("sk_cgrp_data.cgroup").deref()).path();
  }

  private static boolean isIpv6Only(Sock sock) {
    return sock.value().at("__sk_common.skc_ipv6only").asBoolean();
  }

  private static String local(Endpoints ends, boolean only) {
    String device = ends.boundDevice() == 0 ? "" : "%" + Ss.device(ends.net(), ends.boundDevice());
    return address(IpAddress.of(ends.localAddress()), only) + device + ":";
  }

  /** {@code inet_addr_print()}: {@code *} for an IPv6 socket that takes IPv4 as well. */
  private static String address(IpAddress address, boolean only) {
    if (address.family() != IpAddress.AF_INET6) {
      return address.toString();
    }
    return address.isAny() && !only ? "*" : "[" + address + "]";
  }

  private static String port(int port) {
    return port == 0 ? "*" : Integer.toString(port);
  }
}
