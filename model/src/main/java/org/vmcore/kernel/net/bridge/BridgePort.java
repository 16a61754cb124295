package org.vmcore.kernel.net.bridge;

import java.util.Optional;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/** A {@code struct net_bridge_port}, {@code net/bridge/br_private.h}. */
public record BridgePort(Value port) {
  // include/linux/if_bridge.h
  public static final long BR_HAIRPIN_MODE = 1;
  public static final long BR_BPDU_GUARD = 1 << 1;
  public static final long BR_ROOT_BLOCK = 1 << 2;
  public static final long BR_MULTICAST_FAST_LEAVE = 1 << 3;
  public static final long BR_LEARNING = 1 << 5;
  public static final long BR_FLOOD = 1 << 6;
  public static final long BR_PROXYARP = 1 << 8;
  public static final long BR_PROXYARP_WIFI = 1 << 10;
  public static final long BR_MCAST_FLOOD = 1 << 11;
  public static final long BR_MULTICAST_TO_UNICAST = 1 << 12;
  public static final long BR_VLAN_TUNNEL = 1 << 13;
  public static final long BR_BCAST_FLOOD = 1 << 14;
  public static final long BR_NEIGH_SUPPRESS = 1 << 15;
  public static final long BR_ISOLATED = 1 << 16;
  public static final long BR_PORT_LOCKED = 1 << 21;
  public static final long BR_PORT_MAB = 1 << 22;
  public static final long BR_NEIGH_VLAN_SUPPRESS = 1 << 23;

  /** The port of a bridge that a device is; empty for others. */
  public static Optional<BridgePort> of(NetDevice device) {
    boolean isPort = device.master().filter(master -> master.kind().equals("bridge")).isPresent();
    Value data = device.value().field("rx_handler_data");
    return isPort && !data.isNull()
        ? Optional.of(new BridgePort(data.cast("struct net_bridge_port *").deref()))
        : Optional.empty();
  }

  public Bridge bridge() {
    return new Bridge(port.field("br").deref());
  }

  public NetDevice device() {
    return NetDevice.of(port.field("dev"));
  }

  /** {@code BR_STATE_*}. */
  public int state() {
    return port.field("state").asInt();
  }

  public boolean has(long flag) {
    return (port.field("flags").asLong() & flag) != 0;
  }

  /** Whether this kernel tells an attribute: {@code "IFLA_BRPORT_LOCKED"}. */
  public boolean knows(String attribute) {
    return port.program().findEnumerator(attribute).isPresent();
  }

  /** How it treats routers of multicast packets. */
  public int multicastRouter() {
    return MemberVariants.first(port, "multicast_ctx.multicast_router", "multicast_router").asInt();
  }
}
