package org.vmcore.emit.commands.process;

import java.util.HexFormat;
import java.util.Optional;
import org.vmcore.emit.Text;
import org.vmcore.kernel.fs.FileStat;
import org.vmcore.kernel.net.Endpoints;
import org.vmcore.kernel.net.ListedSockets;
import org.vmcore.kernel.net.PacketSockets;
import org.vmcore.kernel.net.Sock;
import org.vmcore.kernel.net.SocketFile;
import org.vmcore.kernel.net.TcpSocket;
import org.vmcore.kernel.net.UnixSocket;
import org.vmcore.kernel.net.addr.IpAddress;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Rows of {@code lsof} for sockets, as {@code dialects/linux/dsock.c} makes them. */
final class LsofSocket {
  private static final int AF_UNIX = 1; // include/linux/socket.h
  private static final int AF_NETLINK = 16;
  private static final int AF_PACKET = 17;
  private static final int SOCK_RAW = 3; // include/linux/net.h
  private static final int ETH_P_ALL = 3; // include/uapi/linux/if_ether.h
  private static final int IPPROTO_TCP = 6; // include/uapi/linux/in.h
  private static final int IPPROTO_UDP = 17;
  private static final int IPPROTO_UDPLITE = 136;
  private static final String[] TYPES = {
    "unknown", "STREAM", "DGRAM", "RAW", "RDM", "SEQPACKET", "DCCP"
  };
  private static final String[] STATES = { // include/net/tcp_states.h
    "CLOSED",
    "ESTABLISHED",
    "SYN_SENT",
    "SYN_RECV",
    "FIN_WAIT1",
    "FIN_WAIT2",
    "TIME_WAIT",
    "CLOSE",
    "CLOSE_WAIT",
    "LAST_ACK",
    "LISTEN",
    "CLOSING"
  };
  private static final String[] NETLINK = { // include/uapi/linux/netlink.h
    "ROUTE",
    "UNUSED",
    "USERSOCK",
    "FIREWALL",
    "INET_DIAG",
    "NFLOG",
    "XFRM",
    "SELINUX",
    "ISCSI",
    "AUDIT",
    "FIB_LOOKUP",
    "CONNECTOR",
    "NETFILTER",
    "IP6_FW",
    "DNRTMSG",
    "KOBJECT_UEVENT",
    "GENERIC",
    "",
    "SCSITRANSPORT",
    "ECRYPTFS",
    "RDMA",
    "CRYPTO",
    "SMC"
  };
  private static final String NO_OFFSET = "0t0";

  private final String fd;
  private final char access;
  private final Value file;
  private final FileStat stat;

  private LsofSocket(String fd, char access, Value file) {
    this.fd = fd;
    this.access = access;
    this.file = file;
    this.stat = FileStat.of(file.field("f_inode").deref());
  }

  /** What {@code /proc/net} lists is told by its addresses, other sockets by their protocol. */
  static LsofRow row(Program kernel, String fd, char access, Value file) {
    LsofSocket socket = new LsofSocket(fd, access, file);
    Optional<Sock> sock = SocketFile.sock(file).filter(ListedSockets.of(kernel)::contains);
    return sock.map(socket::listed).orElseGet(socket::unlisted);
  }

  private LsofRow listed(Sock sock) {
    return switch (sock.family()) {
      case AF_UNIX -> unix(sock);
      case AF_NETLINK -> of("netlink", "", inode(), netlink(sock.protocol()));
      case AF_PACKET -> packet(sock);
      case Endpoints.AF_INET, Endpoints.AF_INET6 -> internet(sock);
      default -> unlisted();
    };
  }

  private LsofRow of(String type, String device, String node, String name) {
    return new LsofRow(fd, access, ' ', type, device, NO_OFFSET, node, name);
  }

  private String inode() {
    return Long.toUnsignedString(stat.inode());
  }

  private LsofRow unlisted() {
    String protocol = SocketFile.protocolName(file);
    return of("sock", LsofFiles.device(stat.device()), inode(), "protocol: " + protocol);
  }

  private LsofRow unix(Sock sock) {
    String name = new UnixSocket(sock).name().map(path -> path.replace('\0', '@') + " ").orElse("");
    String state =
        switch (sock.state()) {
          case TcpSocket.TCP_LISTEN -> "LISTEN";
          case TcpSocket.TCP_ESTABLISHED -> "CONNECTED";
          default -> "UNCONNECTED";
        };
    return of(
        "unix",
        Text.format("0x%016lx", sock.address()),
        inode(),
        name + "type=" + type(sock) + " (" + state + ")");
  }

  private static String type(Sock sock) {
    return sock.type() < TYPES.length ? TYPES[sock.type()] : TYPES[0];
  }

  private static String netlink(int protocol) {
    return protocol < NETLINK.length && !NETLINK[protocol].isEmpty()
        ? NETLINK[protocol]
        : "unknown protocol: " + protocol;
  }

  private LsofRow packet(Sock sock) {
    int protocol = PacketSockets.protocol(sock.as("struct packet_sock"));
    String name = protocol == ETH_P_ALL ? "ALL" : Integer.toString(protocol);
    return of("pack", inode(), name, "type=SOCK_" + type(sock));
  }

  private LsofRow internet(Sock sock) {
    Endpoints ends = Endpoints.of(sock.value());
    boolean six = sock.family() == Endpoints.AF_INET6;
    if (sock.type() == SOCK_RAW) {
      String state = Text.format(" st=%02X", sock.state());
      return of(six ? "raw6" : "raw", "", inode(), hex(ends) + state);
    }
    String protocol =
        switch (sock.protocol()) {
          case IPPROTO_TCP -> "TCP";
          case IPPROTO_UDP -> "UDP";
          case IPPROTO_UDPLITE -> "UDPLITE";
          default -> "";
        };
    if (protocol.isEmpty()) {
      return of("icmp", "", inode(), hex(ends));
    }
    String state = protocol.equals("TCP") ? " (" + STATES[sock.state()] + ")" : "";
    return of(six ? "IPv6" : "IPv4", inode(), protocol, addresses(ends) + state);
  }

  /** Both ends as {@code /proc/net/raw} writes them. */
  private static String hex(Endpoints ends) {
    return hex(ends.localWords(), ends.localPort())
        + "->"
        + hex(ends.remoteWords(), ends.remotePort());
  }

  private static String hex(long[] words, int port) {
    HexFormat digits = HexFormat.of().withUpperCase();
    StringBuilder text = new StringBuilder();
    for (long word : words) {
      text.append(digits.toHexDigits((int) word));
    }
    return text.append(':').append(digits.toHexDigits((short) port)).toString();
  }

  private static String addresses(Endpoints ends) {
    IpAddress remote = IpAddress.of(ends.remoteAddress());
    String local = end(IpAddress.of(ends.localAddress()), ends.localPort());
    boolean connected = !remote.isAny() || ends.remotePort() != 0;
    return connected ? local + "->" + end(remote, ends.remotePort()) : local;
  }

  /** An address of version 4 within one of version 6 is written as what it is. */
  private static String end(IpAddress address, int port) {
    String number = port == 0 ? "*" : Integer.toString(port);
    if (address.isAny()) {
      return "*:" + number;
    }
    String text = address.toString();
    String host = text.startsWith("::ffff:") && text.indexOf('.') > 0 ? text.substring(7) : text;
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + number;
  }
}
