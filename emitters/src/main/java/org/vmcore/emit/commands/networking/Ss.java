package org.vmcore.emit.commands.networking;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.list.HList;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.NetDevices;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.NetlinkSockets;
import org.vmcore.kernel.net.PacketSockets;
import org.vmcore.kernel.net.Sock;
import org.vmcore.kernel.net.UnixSocket;
import org.vmcore.kernel.net.UnixSockets;
import org.vmcore.kernel.net.socket.SocketMemory;
import org.vmcore.kernel.net.socket.SocketOwners;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code ss -peaonmi}: sockets as the {@code diag} modules of the kernel tell them, {@code
 * misc/ss.c} of iproute2.
 */
final class Ss {
  static final List<String> STATES =
      List.of(
          "UNKNOWN",
          "ESTAB",
          "SYN-SENT",
          "SYN-RECV",
          "FIN-WAIT-1",
          "FIN-WAIT-2",
          "TIME-WAIT",
          "UNCONN",
          "CLOSE-WAIT",
          "LAST-ACK",
          "LISTEN",
          "CLOSING");
  private static final int NETLINK_CONNECTED = 1; // net/netlink/af_netlink.h
  private static final int MAX_LINKS = 32; // include/uapi/linux/netlink.h
  private static final int ETH_P_ALL = 3; // include/uapi/linux/if_ether.h
  private static final int SOCK_RAW = 3; // include/linux/net.h

  @Emits("sos_commands/networking/ss_-peaonmi")
  void sockets(Program kernel, Text out) {
    sockets(NetNamespaces.ofReader(kernel), out);
  }

  static void sockets(Value net, Text out) {
    Program kernel = net.program();
    SsTable table = new SsTable();
    netlink(kernel, net, table);
    packet(net, table, out);
    for (UnixSocket socket : UnixSockets.of(kernel).in(net)) {
      if (socket.sock().inode() != 0) { // those not yet accepted are not told
        SsUnix.row(socket, table);
      }
    }
    SsInet.rows(kernel, net, table, out);
    table.print(out);
    if (!SocketOwners.of(kernel).isComplete()) {
      out.partial("sockets of processes whose tables of files cannot be read");
    }
  }

  /** {@code __netlink_diag_dump()}: all of a protocol, then once more those in groups. */
  private static void netlink(Program kernel, Value net, SsTable table) {
    List<Value> all = NetlinkSockets.of(kernel).in(net);
    for (int protocol = 0; protocol < MAX_LINKS; protocol++) {
      List<Value> told = new ArrayList<>();
      for (Value socket : all) {
        if (Sock.of(socket).protocol() == protocol) {
          told.add(socket);
        }
      }
      Value groups = kernel.symbol("nl_table").index(protocol).field("mc_list");
      for (Value common : HList.forEachEntry(groups, "struct sock_common", "skc_bind_node")) {
        Value socket = kernel.object("struct netlink_sock", common.address());
        if (Sock.of(common).net().address() == net.address()) {
          told.add(socket);
        }
      }
      told.forEach(socket -> netlink(socket, table));
    }
  }

  private static void netlink(Value socket, SsTable table) {
    Sock sock = Sock.of(socket);
    SocketMemory memory = SocketMemory.of(sock);
    boolean connected = socket.field("state").asLong() == NETLINK_CONNECTED;
    Value groups = socket.field("groups");
    long firstGroups = groups.isNull() ? 0 : groups.deref().asLong() & 0xffffffffL;
    table.row(
        "nl",
        "UNCONN",
        queue(memory.received()),
        queue(memory.sent()),
        sock.protocol() + ":",
        Integer.toString(socket.field("portid").asInt()),
        connected ? (socket.field("dst_group").asLong() & 0xffffffffL) + ":" : "*",
        connected ? Integer.toString(socket.field("dst_portid").asInt()) : "",
        Text.format(" sk=0 cb=0 groups=0x%08x\t%s", firstGroups, skmem(memory)));
  }

  private static void packet(Value net, SsTable table, Text out) {
    for (Value socket : PacketSockets.in(net)) {
      Sock sock = Sock.of(socket);
      int protocol = PacketSockets.protocol(socket);
      int ifindex = socket.field("ifindex").asInt();
      SocketMemory memory = SocketMemory.of(sock);
      table.row(
          sock.type() == SOCK_RAW ? "p_raw" : "p_dgr",
          "UNCONN",
          queue(memory.received()),
          queue(0),
          (protocol == ETH_P_ALL ? "*" : LinkNames.protocol(protocol)) + ":",
          ifindex == 0 ? "*" : device(net, ifindex),
          "*",
          "",
          users(sock) + details(sock, 0, "") + packetDetails(socket, out) + skmem(memory));
    }
  }

  static String device(Value net, int ifindex) {
    return NetDevices.of(net).byIndex(ifindex).map(NetDevice::name).orElse("if" + ifindex);
  }

  private static String packetDetails(Value socket, Text out) {
    StringJoiner flags = new StringJoiner(" ");
    if (PacketSockets.isRunning(socket)) {
      flags.add("running");
    }
    if (!socket.field("fanout").isNull()) {
      out.partial("fanout groups of packet sockets");
    }
    if (!socket.at("rx_ring.pg_vec").isNull() || !socket.at("tx_ring.pg_vec").isNull()) {
      out.partial("rings of packet sockets");
    }
    return Text.format(
        "\n\tver:%d cpy_thresh:%d flags( %s )",
        socket.field("tp_version").asInt(),
        socket.field("copy_thresh").asInt(),
        flags.length() == 0 ? "0" : flags.toString());
  }

  static String queue(long bytes) {
    return Text.format("%-6d", (int) bytes);
  }

  /** {@code proc_ctx_print()}: the last process first. */
  static String users(Sock sock) {
    List<SocketOwners.Owner> owners =
        new ArrayList<>(SocketOwners.of(sock.value().program()).of(sock.inode()));
    if (owners.isEmpty()) {
      return "";
    }
    Collections.reverse(owners);
    StringJoiner users = new StringJoiner(",", " users:(", ")");
    for (SocketOwners.Owner owner : owners) {
      // The command reads the name up to the first parenthesis that closes.
      String comm = owner.process().comm();
      int end = comm.indexOf(')');
      String name = end < 0 ? comm : comm.substring(0, end);
      users.add("(\"" + name + "\",pid=" + owner.process().pid() + ",fd=" + owner.fd() + ")");
    }
    return users.toString();
  }

  /** {@code sock_details_print()}: owner, inode, cookie, mark and control group. */
  static String details(Sock sock, long mark, String cgroup) {
    long cookie = sock.value().at("__sk_common.skc_cookie.counter").asLong();
    return (sock.uid() == 0 ? "" : " uid:" + sock.uid())
        + " ino:"
        + sock.inode()
        + " sk:"
        + Long.toHexString(cookie)
        + (mark == 0 ? "" : " fwmark:0x" + Long.toHexString(mark))
        + (cgroup.isEmpty() ? "" : " cgroup:" + cgroup);
  }

  /** {@code print_skmeminfo()}. */
  static String skmem(SocketMemory memory) {
    return Text.format(
        " skmem:(r%u,rb%u,t%u,tb%u,f%u,w%u,o%u,bl%u,d%u)",
        memory.received(),
        memory.receiveBuffer(),
        memory.sent(),
        memory.sendBuffer(),
        memory.forward(),
        memory.queued(),
        memory.options(),
        memory.backlog(),
        memory.drops());
  }

  /** Which ways are still open: {@code <->}, {@code -->}, {@code <--} or {@code ---}. */
  static String shutdown(Sock sock) {
    int mask = sock.value().field("sk_shutdown").asInt();
    return ((mask & 1) != 0 ? " -" : " <") + "-" + ((mask & 2) != 0 ? "-" : ">");
  }
}
