package org.vmcore.emit.proc.net;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.NetlinkSockets;
import org.vmcore.kernel.net.PacketSockets;
import org.vmcore.kernel.net.Sock;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code /proc/net/netlink} as {@code netlink_seq_show()}, {@code net/netlink/af_netlink.c}, and
 * {@code /proc/net/packet} as {@code packet_seq_show()}, {@code net/packet/af_packet.c}.
 */
final class NetlinkAndPacket {
  @Emits("proc/net/netlink")
  void netlink(Program kernel, Text out) {
    out.line(
        "sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops   "
            + " Inode");
    for (Value netlink : NetlinkSockets.of(kernel).in(NetNamespaces.ofReader(kernel))) {
      Sock sock = Sock.of(netlink.field("sk"));
      Value groups = netlink.field("groups");
      out.print("%016lx %-3d", sock.address(), sock.protocol());
      out.print(" %-10u", netlink.field("portid").asLong());
      out.print(" %08x", groups.isNull() ? 0 : groups.deref().asInt());
      out.print(" %-8d %-8d", sock.rmemAlloc(), sock.wmemAlloc());
      out.print(" %-5d", NetlinkSockets.isDumping(netlink) ? 1 : 0);
      out.line(" %-8d %-8u %-8lu", sock.refcount(), sock.drops(), sock.inode());
    }
  }

  @Emits(value = "proc/net/packet", needs = "struct packet_sock")
  void packet(Program kernel, Text out) {
    out.line("%-17sRefCnt Type Proto  Iface R Rmem   User   Inode", "sk");
    for (Value packet : PacketSockets.in(NetNamespaces.ofReader(kernel))) {
      Sock sock = Sock.of(packet.field("sk"));
      out.print("%016lx %-6d %-4d", sock.address(), sock.refcount(), sock.type());
      out.print(" %04x", PacketSockets.protocol(packet));
      out.print("   %-5d", packet.field("ifindex").asInt());
      out.print(" %1d", PacketSockets.isRunning(packet) ? 1 : 0);
      out.line(" %-6u %-6u %-6lu", sock.rmemAlloc(), sock.uid(), sock.inode());
    }
  }
}
