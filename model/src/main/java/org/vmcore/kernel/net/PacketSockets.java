package org.vmcore.kernel.net;

import java.util.List;
import org.vmcore.kernel.list.HList;
import org.vmcore.model.Value;

/** Packet sockets, {@code net/packet/af_packet.c}. */
public final class PacketSockets {
  private PacketSockets() {}

  /** {@code struct packet_sock}s of a {@code struct net}, latest first or as the list has them. */
  public static List<Value> in(Value net) {
    record Key(long net) {}
    return net.program()
        .computed(
            new Key(net.address()),
            kernel ->
                HList.forEachEntry(net.at("packet.sklist"), "struct sock_common", "skc_node")
                    .stream()
                    .map(common -> kernel.object("struct packet_sock", common.address()))
                    .toList());
  }

  /** {@code num}: the {@code ETH_P_*} it asked for. */
  public static int protocol(Value packet) {
    byte[] number = packet.field("num").bytes();
    return (number[0] & 0xff) << 8 | number[1] & 0xff;
  }

  /** Whether packets are handed to it: {@code PACKET_SOCK_RUNNING} (6.4+), before a bit. */
  public static boolean isRunning(Value packet) {
    return packet.has("running")
        ? packet.field("running").asBoolean()
        : (packet.field("flags").asLong() >> packet.program().enumerator("PACKET_SOCK_RUNNING") & 1)
            != 0;
  }
}
