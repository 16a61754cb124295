package org.vmcore.emit.commands.networking;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.bridge.Bridge;
import org.vmcore.kernel.net.bridge.BridgePort;
import org.vmcore.model.Value;

/** Options of bridges and their ports, {@code net/bridge}, as iproute2 names them. */
final class BridgeLinks {
  private static final int RHT_ELASTICITY = 16; // include/linux/rhashtable.h
  private static final int USER_HZ = 100;
  private static final int ETH_ALEN = 6; // include/uapi/linux/if_ether.h
  static final List<String> PORT_STATES =
      List.of("disabled", "listening", "learning", "forwarding", "blocking");
  private static final Map<Integer, String> FORWARDED = Map.of(0, "stp", 2, "lacp", 14, "lldp");

  private BridgeLinks() {}

  /** {@code br_fill_info()}. */
  static void bridge(NetDevice device, Text out) {
    Bridge bridge = Bridge.of(device);
    Value br = bridge.bridge();
    for (String time : List.of("forward_delay", "hello_time", "max_age", "ageing_time")) {
      out.print("%s %u ", time, bridge.ticks(br.field(time)));
    }
    byte[] id = br.field("bridge_id").bytes();
    out.print("stp_state %u ", br.field("stp_enabled").asLong());
    out.print("priority %u ", (id[0] & 0xff) << 8 | id[1] & 0xff);
    out.print("vlan_filtering %u ", flag(bridge.has("BROPT_VLAN_ENABLED")));
    if (br.has("vlan_proto")) {
      byte[] protocol = br.field("vlan_proto").bytes();
      int etherType = (protocol[0] & 0xff) << 8 | protocol[1] & 0xff;
      out.print("vlan_protocol %s ", LinkNames.protocol(etherType));
    }
    // The command shows the bridge's own identity twice.
    out.print("bridge_id %s designated_root %s ", identity(id), identity(id));
    out.print("root_port %u ", br.field("root_port").asInt() & 0xffff);
    out.print("root_path_cost %u ", br.field("root_path_cost").asLong());
    out.print("topology_change %u ", br.field("topology_change").asInt());
    out.print("topology_change_detected %u ", br.field("topology_change_detected").asInt());
    for (String timer : List.of("hello_timer", "tcn_timer", "topology_change_timer")) {
      timer(timer, br.field(timer), out);
    }
    timer("gc_timer", br.at("gc_work.timer"), out);
    if (br.has("fdb_n_learned")) {
      out.print("fdb_n_learned %u ", br.at("fdb_n_learned.counter").asLong());
      out.print("fdb_max_learned %u ", br.field("fdb_max_learned").asLong() & 0xffffffffL);
    }
    vlans(bridge, out);
    multicast(bridge, out);
    netfilter(bridge, out);
  }

  private static void vlans(Bridge bridge, Text out) {
    Value br = bridge.bridge();
    if (br.has("default_pvid")) {
      out.print("vlan_default_pvid %u ", br.field("default_pvid").asInt() & 0xffff);
      out.print("vlan_stats_enabled %u ", flag(bridge.has("BROPT_VLAN_STATS_ENABLED")));
      if (bridge.knows("BROPT_VLAN_STATS_PER_PORT")) {
        out.print("vlan_stats_per_port %u ", flag(bridge.has("BROPT_VLAN_STATS_PER_PORT")));
      }
    }
    out.print("group_fwd_mask %s ", LinkNames.hex(br.field("group_fwd_mask").asInt() & 0xffff));
    out.print(
        "group_address %s ", LinkAddress.text(1, br.field("group_addr").index(0).bytes(ETH_ALEN)));
  }

  private static void multicast(Bridge bridge, Text out) {
    Value br = bridge.bridge();
    boolean snoops = br.has("hash_max");
    if (snoops) {
      out.print("mcast_snooping %u ", flag(bridge.has("BROPT_MULTICAST_ENABLED")));
    }
    if (bridge.knows("BROPT_NO_LL_LEARN")) {
      out.print("no_linklocal_learn %u ", flag(bridge.has("BROPT_NO_LL_LEARN")));
    }
    if (bridge.knows("BROPT_MCAST_VLAN_SNOOPING_ENABLED")) {
      out.print("mcast_vlan_snooping %u ", flag(bridge.has("BROPT_MCAST_VLAN_SNOOPING_ENABLED")));
    }
    if (Iproute2.isAfter63(br.program()) && bridge.knows("BROPT_MST_ENABLED")) {
      out.print("mst_enabled %u ", flag(bridge.has("BROPT_MST_ENABLED")));
    }
    if (!snoops) {
      return;
    }
    out.print("mcast_router %u ", bridge.multicast("multicast_router").asInt());
    out.print("mcast_query_use_ifaddr %u ", flag(bridge.has("BROPT_MULTICAST_QUERY_USE_IFADDR")));
    out.print("mcast_querier %u ", flag(bridge.isQuerier()));
    out.print("mcast_hash_elasticity %u ", RHT_ELASTICITY);
    out.print("mcast_hash_max %u ", br.field("hash_max").asLong());
    for (String count : List.of("last_member_count", "startup_query_count")) {
      out.print("mcast_%s %u ", count, bridge.multicast("multicast_" + count).asLong());
    }
    for (String interval :
        List.of(
            "last_member_interval",
            "membership_interval",
            "querier_interval",
            "query_interval",
            "query_response_interval",
            "startup_query_interval")) {
      out.print(
          "mcast_%s %llu ", interval, bridge.ticks(bridge.multicast("multicast_" + interval)));
    }
    out.print("mcast_stats_enabled %u ", flag(bridge.has("BROPT_MULTICAST_STATS_ENABLED")));
    out.print("mcast_igmp_version %u ", bridge.multicast("multicast_igmp_version").asInt());
    out.print("mcast_mld_version %u ", bridge.multicast("multicast_mld_version").asInt());
  }

  private static void netfilter(Bridge bridge, Text out) {
    if (bridge.bridge().has("metrics")) { // CONFIG_BRIDGE_NETFILTER
      for (String tables : List.of("iptables", "ip6tables", "arptables")) {
        String option = "BROPT_NF_CALL_" + tables.toUpperCase(Locale.ROOT);
        out.print("nf_call_%s %u ", tables, flag(bridge.has(option)));
      }
    }
  }

  private static int flag(boolean set) {
    return set ? 1 : 0;
  }

  /** {@code br_dump_bridge_id()}: priority and address. */
  private static String identity(byte[] id) {
    return Text.format(
        "%02x%02x.%02x:%02x:%02x:%02x:%02x:%02x",
        id[0] & 0xff,
        id[1] & 0xff,
        id[2] & 0xff,
        id[3] & 0xff,
        id[4] & 0xff,
        id[5] & 0xff,
        id[6] & 0xff,
        id[7] & 0xff);
  }

  private static void timer(String name, Value timer, Text out) {
    long ticks = Bridge.timerTicks(timer);
    out.print("%s %4d.%02d ", name, ticks / USER_HZ, ticks % USER_HZ);
  }

  /** {@code br_port_fill_attrs()}. */
  static void slave(NetDevice device, Text out) {
    BridgePort port = BridgePort.of(device).orElseThrow();
    state(port, out);
    onOff("hairpin", port, BridgePort.BR_HAIRPIN_MODE, out);
    onOff("guard", port, BridgePort.BR_BPDU_GUARD, out);
    onOff("root_block", port, BridgePort.BR_ROOT_BLOCK, out);
    onOff("fastleave", port, BridgePort.BR_MULTICAST_FAST_LEAVE, out);
    onOff("learning", port, BridgePort.BR_LEARNING, out);
    onOff("flood", port, BridgePort.BR_FLOOD, out);
    spanningTree(port.port(), out);
    onOff("proxy_arp", port, BridgePort.BR_PROXYARP, out);
    onOff("proxy_arp_wifi", port, BridgePort.BR_PROXYARP_WIFI, out);
    out.print("mcast_router %u ", port.multicastRouter());
    onOff("mcast_fast_leave", port, BridgePort.BR_MULTICAST_FAST_LEAVE, out);
    onOff("mcast_flood", port, BridgePort.BR_MCAST_FLOOD, out);
    onOff("bcast_flood", port, BridgePort.BR_BCAST_FLOOD, out);
    onOff("mcast_to_unicast", port, BridgePort.BR_MULTICAST_TO_UNICAST, out);
    onOff("neigh_suppress", port, BridgePort.BR_NEIGH_SUPPRESS, out);
    if (port.knows("IFLA_BRPORT_NEIGH_VLAN_SUPPRESS")) {
      onOff("neigh_vlan_suppress", port, BridgePort.BR_NEIGH_VLAN_SUPPRESS, out);
    }
    int forwarded = port.port().field("group_fwd_mask").asInt() & 0xffff;
    out.print("group_fwd_mask %s ", LinkNames.hex(forwarded));
    out.print("group_fwd_mask_str %s ", forwarded(forwarded));
    onOff("vlan_tunnel", port, BridgePort.BR_VLAN_TUNNEL, out);
    onOff("isolated", port, BridgePort.BR_ISOLATED, out);
    locked(port, out);
    backup(port, out);
  }

  static void locked(BridgePort port, Text out) {
    if (port.knows("IFLA_BRPORT_LOCKED")) {
      onOff("locked", port, BridgePort.BR_PORT_LOCKED, out);
    }
    if (port.knows("IFLA_BRPORT_MAB")) {
      onOff("mab", port, BridgePort.BR_PORT_MAB, out);
    }
  }

  static void state(BridgePort port, Text out) {
    int state = port.state();
    out.print(
        state < PORT_STATES.size() ? "state %s " : "state (%s) ",
        state < PORT_STATES.size() ? PORT_STATES.get(state) : Integer.toString(state));
    out.print("priority %d ", port.port().field("priority").asInt());
    out.print("cost %d ", port.port().field("path_cost").asInt());
  }

  static void onOff(String name, BridgePort port, long flag, Text out) {
    out.print("%s %s ", name, LinkNames.onOff(port.has(flag)));
  }

  static void backup(BridgePort port, Text out) {
    Value backup = port.port().field("backup_port");
    if (!backup.isNull()) {
      out.print("backup_port %s ", NetDevice.of(backup.field("dev")).name());
    }
  }

  private static void spanningTree(Value port, Text out) {
    out.print("port_id %s ", LinkNames.hex(port.field("port_id").asInt() & 0xffff));
    out.print("port_no %s ", LinkNames.hex(port.field("port_no").asInt() & 0xffff));
    out.print("designated_port %u ", port.field("designated_port").asInt() & 0xffff);
    out.print("designated_cost %u ", port.field("designated_cost").asInt() & 0xffff);
    out.print("designated_bridge %s ", identity(port.field("designated_bridge").bytes()));
    out.print("designated_root %s ", identity(port.field("designated_root").bytes()));
    for (String timer : List.of("hold_timer", "message_age_timer", "forward_delay_timer")) {
      timer(timer, port.field(timer), out);
    }
    out.print("topology_change_ack %u ", port.field("topology_change_ack").asInt());
    out.print("config_pending %u ", port.field("config_pending").asInt());
  }

  /** {@code _bitmask2str()}. */
  private static String forwarded(int mask) {
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < Short.SIZE; bit++) {
      if ((mask >> bit & 1) != 0) {
        names.add(FORWARDED.getOrDefault(bit, "0x" + Integer.toHexString(1 << bit)));
      }
    }
    return names.isEmpty() ? "0x0" : String.join(",", names);
  }
}
