package org.vmcore.emit.commands.networking;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.fs.DPath;
import org.vmcore.kernel.net.DatagramSocket;
import org.vmcore.kernel.net.DatagramSockets;
import org.vmcore.kernel.net.Endpoints;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.Sock;
import org.vmcore.kernel.net.TcpSocket;
import org.vmcore.kernel.net.TcpSockets;
import org.vmcore.kernel.net.UnixSocket;
import org.vmcore.kernel.net.UnixSockets;
import org.vmcore.kernel.net.addr.IpAddress;
import org.vmcore.kernel.net.socket.SocketOwners;
import org.vmcore.kernel.task.CommandLine;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.Entries;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code netstat -W -neopa} of net-tools: {@code tcp_do_one()} and its like, {@code netstat.c}. */
final class NetstatSockets {
  private static final List<String> TCP_STATES =
      List.of(
          "",
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
          "CLOSING");
  private static final List<String> TIMERS = List.of("off", "on", "keepalive", "timewait", "probe");
  private static final int TCP_CLOSE = 7; // include/net/tcp_states.h
  private static final int PROGRAM_CHARS = 19; // PROGNAME_WIDTH - 1

  @Emits("sos_commands/networking/netstat_-W_-neopa")
  void sockets(Program kernel, Text out) {
    sockets(NetNamespaces.ofReader(kernel), out);
  }

  static void sockets(Value net, Text out) {
    Program kernel = net.program();
    out.line("Active Internet connections (servers and established)");
    out.line(
        "Proto Recv-Q Send-Q Local Address           Foreign Address         State       "
            + "User       Inode      PID/Program name     Timer");
    for (int family : List.of(Endpoints.AF_INET, Endpoints.AF_INET6)) {
      TcpSockets.of(kernel).in(net, family).forEach(socket -> tcp(socket, out));
    }
    datagrams("udp", DatagramSockets.udp(kernel), net, out);
    if (kernel.hasSymbol("udplite_table")) {
      datagrams("udpl", DatagramSockets.udpLite(kernel), net, out);
    }
    for (String table : List.of("raw_v4_hashinfo", "raw_v6_hashinfo")) {
      if (kernel.hasSymbol(table)) {
        datagrams("raw", DatagramSockets.raw(kernel, table), net, out);
      }
    }
    unix(kernel, net, out);
    if (Tasks.of(kernel).processes().stream()
        .anyMatch(process -> CommandLine.arguments(process).isEmpty())) {
      out.partial("names of programs: the dump does not have their arguments");
    }
    if (!SocketOwners.of(kernel).isComplete()) {
      out.partial("sockets of processes whose tables of files cannot be read");
    }
  }

  private static void tcp(TcpSocket socket, Text out) {
    boolean whole = socket.kind() == TcpSocket.Kind.WHOLE;
    Endpoints ends = socket.endpoints();
    out.print(
        "%-4s  %6ld %6ld ",
        ends.family() == Endpoints.AF_INET6 ? "tcp6" : "tcp",
        whole ? socket.rxQueue() : 0,
        whole ? socket.txQueue() : 0);
    ends(ends, ends.remotePort(), out);
    out.print(" %-11s", Entries.at(TCP_STATES, socket.state(), "tcp_state"));
    long uid = socket.kind() == TcpSocket.Kind.TIME_WAIT ? 0 : socket.sock().uid();
    owner(uid, whole ? socket.sock().inode() : 0, socket.value().program(), out);
    out.line(" %s", timer(socket));
  }

  /** Which timer, seconds until it expires, what was sent again, probes. */
  private static String timer(TcpSocket socket) {
    long resent =
        switch (socket.kind()) {
          case WHOLE -> socket.connection().field("icsk_retransmits").asLong();
          case REQUEST -> socket.value().at("req.num_timeout").asLong();
          case TIME_WAIT -> 0;
        };
    long probes =
        socket.kind() == TcpSocket.Kind.WHOLE
            ? socket.connection().field("icsk_probes_out").asLong()
            : 0;
    long ticks = Hz.jiffiesToClockT(socket.value().program(), socket.timerJiffies());
    return Text.format(
        "%s (%d.%02d/%ld/%d)",
        TIMERS.get(socket.timer().ordinal()),
        ticks / Hz.USER_HZ,
        ticks % Hz.USER_HZ,
        resent,
        probes);
  }

  private static void datagrams(String name, DatagramSockets sockets, Value net, Text out) {
    for (int family : List.of(Endpoints.AF_INET, Endpoints.AF_INET6)) {
      for (DatagramSocket socket : sockets.in(net, family)) {
        datagram(name, socket, out);
      }
    }
  }

  private static void datagram(String name, DatagramSocket socket, Text out) {
    boolean raw = name.equals("raw");
    Sock sock = socket.sock();
    Endpoints ends = socket.endpoints();
    String protocol = ends.family() == Endpoints.AF_INET6 ? name + "6" : name;
    out.print(
        "%-5s %6ld %6ld ",
        protocol, raw ? sock.rmemAlloc() : socket.udpReceiveQueue(), sock.wmemAlloc());
    ends(ends, raw ? 0 : ends.remotePort(), out);
    out.print(" %-11s", raw ? Integer.toString(ends.state()) : udpState(ends.state()));
    owner(sock.uid(), sock.inode(), sock.value().program(), out);
    out.line(" off (0.00/0/0)");
  }

  private static String udpState(int state) {
    return switch (state) {
      case TcpSocket.TCP_ESTABLISHED -> "ESTABLISHED";
      case TCP_CLOSE -> "";
      default -> "UNKNOWN";
    };
  }

  private static void ends(Endpoints ends, int remotePort, Text out) {
    out.print(
        "%-23s %-23s",
        IpAddress.of(ends.localAddress()) + ":" + port(ends.localPort()),
        IpAddress.of(ends.remoteAddress()) + ":" + port(remotePort));
  }

  private static String port(int port) {
    return port == 0 ? "*" : Integer.toString(port);
  }

  private static void owner(long uid, long inode, Program kernel, Text out) {
    out.print(" %-10d %-10lu %-20s", uid, inode, program(kernel, inode));
  }

  /** {@code prg_cache_get()}: pid and name of the first process that has the socket. */
  private static String program(Program kernel, long inode) {
    List<SocketOwners.Owner> owners = SocketOwners.of(kernel).of(inode);
    if (owners.isEmpty()) {
      return "-";
    }
    Task process = owners.get(0).process();
    String program = process.pid() + "/" + name(process);
    return program.length() > PROGRAM_CHARS ? program.substring(0, PROGRAM_CHARS) : program;
  }

  /** The first argument, without the directory of a full path. */
  private static String name(Task process) {
    Optional<byte[]> arguments = CommandLine.arguments(process);
    if (arguments.isEmpty()) {
      return standIn(process);
    }
    String all = new String(arguments.get(), StandardCharsets.ISO_8859_1);
    int end = all.indexOf('\0');
    String first = end < 0 ? all : all.substring(0, end);
    return first.startsWith("/") ? baseName(first) : first;
  }

  /**
   * Without its arguments, what a process was started as: the first by the kernel, others under
   * their own name, or that of the program's file where they were forked from another and may have
   * given themselves a name since.
   */
  private static String standIn(Task process) {
    Program kernel = process.value().program();
    if (process.pid() == 1 && kernel.hasSymbol("argv_init")) {
      return baseName(kernel.symbol("argv_init").index(0).asString());
    }
    Optional<Value> exe = process.userMm().map(mm -> mm.field("exe_file"));
    boolean forked = (process.flags() & PF_FORKNOEXEC) != 0;
    return !forked || exe.isEmpty() || exe.get().isNull()
        ? process.comm()
        : baseName(DPath.of(kernel).ofFile(exe.get().deref()));
  }

  private static String baseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static final long PF_FORKNOEXEC = 0x40; // include/linux/sched.h

  private static void unix(Program kernel, Value net, Text out) {
    out.line("Active UNIX domain sockets (servers and established)");
    out.line(
        "Proto RefCnt Flags       Type       State         I-Node   "
            + "PID/Program name     Path");
    for (UnixSocket socket : UnixSockets.of(kernel).in(net)) {
      Sock sock = socket.sock();
      boolean listens = sock.state() == TcpSocket.TCP_LISTEN;
      out.print(
          "%-5s %-6ld %-11s %-10s %-13s %-8lu",
          "unix",
          sock.refcount(),
          listens ? "[ ACC ]" : "[ ]",
          type(sock.type()),
          unixState(sock, listens),
          sock.inode());
      out.print(" %-20s", program(kernel, sock.inode()));
      out.line(" %s", socket.name().map(NetstatSockets::path).orElse(""));
    }
  }

  private static String type(int type) {
    return switch (type) { // include/linux/net.h
      case 1 -> "STREAM";
      case 2 -> "DGRAM";
      case 3 -> "RAW";
      case 4 -> "RDM";
      case 5 -> "SEQPACKET";
      default -> "UNKNOWN";
    };
  }

  private static String unixState(Sock sock, boolean listens) {
    boolean connected = sock.state() == TcpSocket.TCP_ESTABLISHED;
    if (!sock.hasSocket()) {
      return connected ? "CONNECTING" : "DISCONNECTING";
    }
    return connected ? "CONNECTED" : listens ? "LISTENING" : "";
  }

  /** What the command reads of a name: up to a blank, an abstract one after {@code @}. */
  private static String path(String name) {
    String shown = name.replace('\0', '@');
    int blank = 0;
    while (blank < shown.length() && !Character.isWhitespace(shown.charAt(blank))) {
      blank++;
    }
    return shown.substring(0, blank);
  }
}
