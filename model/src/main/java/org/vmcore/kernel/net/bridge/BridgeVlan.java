package org.vmcore.kernel.net.bridge;

import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A {@code struct net_bridge_vlan} of a bridge or of one of its ports, {@code
 * net/bridge/br_private.h}.
 *
 * @param value the structure
 * @param group the {@code struct net_bridge_vlan_group} that it belongs to
 * @param ofBridge whether it is the bridge's own
 */
public record BridgeVlan(Value value, Value group, boolean ofBridge) {
  // include/uapi/linux/if_bridge.h
  private static final int BRIDGE_VLAN_INFO_UNTAGGED = 1 << 2;
  private static final int BRIDGE_VLAN_INFO_BRENTRY = 1 << 5;

  private static final int BR_VLFLAG_NEIGH_SUPPRESS_ENABLED = 1 << 4;
  private static final int BR_VLFLAG_NEIGH_FORWARD_GRAT_ENABLED = 1 << 6;

  /** Those of a device by number; none of one that is no part of a bridge. */
  public static List<BridgeVlan> of(NetDevice device) {
    Optional<Value> port = BridgePort.of(device).map(BridgePort::port);
    boolean isBridge = device.kind().equals("bridge");
    Optional<Value> owner = isBridge ? Optional.of(Bridge.of(device).bridge()) : port;
    return owner
        .filter(own -> own.has("vlgrp")) // CONFIG_BRIDGE_VLAN_FILTERING
        .map(own -> own.field("vlgrp"))
        .filter(pointer -> !pointer.isNull())
        .map(pointer -> of(pointer.deref(), isBridge))
        .orElse(List.of());
  }

  private static List<BridgeVlan> of(Value group, boolean isBridge) {
    return ListHead.forEachEntry(group.field("vlan_list"), "struct net_bridge_vlan", "vlist")
        .stream()
        .map(vlan -> new BridgeVlan(vlan, group, isBridge))
        .filter(vlan -> !isBridge || vlan.has(BRIDGE_VLAN_INFO_BRENTRY))
        .toList();
  }

  private boolean has(int flag) {
    return (value.field("flags").asLong() & flag) != 0;
  }

  public int vid() {
    return value.field("vid").asInt();
  }

  /** Whether packets without a tag belong to it. */
  public boolean isPvid() {
    return vid() == group.field("pvid").asInt();
  }

  /** Whether its packets leave without a tag. */
  public boolean isUntagged() {
    return has(BRIDGE_VLAN_INFO_UNTAGGED);
  }

  /** {@code BR_STATE_*}. */
  public int state() {
    return value.field("state").asInt();
  }

  /** How it treats routers of multicast packets. */
  public int multicastRouter() {
    String of = ofBridge ? "br_mcast_ctx" : "port_mcast_ctx";
    return value.at(of + ".multicast_router").asInt();
  }

  public boolean suppressesNeighbours() {
    return hasPrivate(BR_VLFLAG_NEIGH_SUPPRESS_ENABLED);
  }

  public boolean forwardsGratuitous() {
    return hasPrivate(BR_VLFLAG_NEIGH_FORWARD_GRAT_ENABLED);
  }

  private boolean hasPrivate(int flag) {
    return (value.field("priv_flags").asLong() & flag) != 0;
  }

  /** Whether this kernel tells an attribute: {@code "BRIDGE_VLANDB_ENTRY_MCAST_ROUTER"}. */
  public boolean knows(String attribute) {
    Program kernel = value.program();
    return kernel.findEnumerator(attribute).isPresent();
  }

  /** {@code br_vlan_can_enter_range()}: whether a range may go on with it. */
  public boolean follows(BridgeVlan before) {
    boolean alike =
        value.field("flags").asLong() == before.value.field("flags").asLong()
            && state() == before.state()
            && value.field("priv_flags").asLong() == before.value.field("priv_flags").asLong();
    return alike && vid() - before.vid() == 1 && !isPvid() && !before.isPvid();
  }
}
