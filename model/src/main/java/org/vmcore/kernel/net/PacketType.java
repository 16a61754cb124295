package org.vmcore.kernel.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Who receives packets of a kind: {@code struct packet_type}, {@code include/linux/netdevice.h}.
 *
 * @param device the device whose list it stands in; empty for the lists of all devices
 */
public record PacketType(Value value, Optional<NetDevice> device) {
  public static final int ETH_P_ALL = 0x0003; // include/uapi/linux/if_ether.h

  /** Those that see packets of a {@code struct net}, in the order of {@code ptype_get_idx()}. */
  public static List<PacketType> in(Value net) {
    Program kernel = net.program();
    List<PacketType> types = new ArrayList<>();
    for (NetDevice device : NetDevices.of(net).all()) {
      add(device.value().field("ptype_all"), Optional.of(device), types);
    }
    add(common(net), Optional.empty(), types);
    if (net.has("ptype_specific")) { // 6.16+
      add(net.field("ptype_specific"), Optional.empty(), types);
    }
    Value base = kernel.findSymbol("ptype_base").orElseGet(() -> hot(kernel, "ptype_base"));
    for (Value bucket : base.elements()) {
      add(bucket, Optional.empty(), types);
    }
    return types.stream().filter(type -> type.isSeenIn(net)).toList();
  }

  /** In the namespace since 6.16, in {@code net_hotdata} since 6.9. */
  private static Value common(Value net) {
    Program kernel = net.program();
    return net.has("ptype_all")
        ? net.field("ptype_all")
        : kernel.findSymbol("ptype_all").orElseGet(() -> hot(kernel, "ptype_all"));
  }

  private static Value hot(Program kernel, String member) {
    return kernel.symbol("net_hotdata").field(member);
  }

  private static void add(Value head, Optional<NetDevice> device, List<PacketType> types) {
    for (Value type : ListHead.forEachEntry(head, "struct packet_type", "list")) {
      types.add(new PacketType(type, device));
    }
  }

  /** Packet sockets are seen in their own namespace only. */
  private boolean isSeenIn(Value net) {
    Value own = value.field("af_packet_net");
    return own.isNull() || own.asLong() == net.address();
  }

  /** {@code ETH_P_*}. */
  public int type() {
    byte[] bytes = value.field("type").bytes();
    return (bytes[0] & 0xff) << Byte.SIZE | bytes[1] & 0xff;
  }

  /** {@code %ps} of the function: its name, and its module's in brackets. */
  public String function() {
    long function = value.field("func").asLong();
    return value
        .program()
        .symbolAt(function)
        .map(s -> s.module().isEmpty() ? s.name() : s.name() + " [" + s.module() + "]")
        .orElseGet(() -> "0x" + Long.toHexString(function));
  }
}
