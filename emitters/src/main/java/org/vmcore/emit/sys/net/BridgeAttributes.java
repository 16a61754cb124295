package org.vmcore.emit.sys.net;

import static org.vmcore.emit.sys.net.AttributeText.number;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.proc.net.Macs;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.bridge.Bridge;
import org.vmcore.kernel.net.bridge.BridgePort;
import org.vmcore.model.Value;

/** Files of bridges and their ports, {@code net/bridge/br_sysfs_br.c} and {@code br_sysfs_if.c}. */
final class BridgeAttributes {
  private static final int RHT_ELASTICITY = 16; // include/linux/rhashtable-types.h

  private BridgeAttributes() {}

  /** {@code bridge_attrs[]}. */
  static Map<String, AttributeText> of(Bridge bridge) {
    Map<String, AttributeText> files = new TreeMap<>();
    addProtocol(bridge, files);
    addOptions(bridge, files);
    if (bridge.bridge().has("multicast_ctx.multicast_router")
        || bridge.bridge().has("multicast_router")) {
      addMulticast(bridge, files);
    }
    return files;
  }

  private static void addProtocol(Bridge bridge, Map<String, AttributeText> files) {
    Value value = bridge.bridge();
    for (String name : new String[] {"forward_delay", "hello_time", "max_age", "ageing_time"}) {
      files.put(name, out -> out.line("%lu", bridge.ticks(value.field(name))));
    }
    for (String name : new String[] {"hello_timer", "tcn_timer", "topology_change_timer"}) {
      files.put(name, timer(value.field(name)));
    }
    files.put("gc_timer", timer(value.at("gc_work.timer")));
    files.put("stp_state", number(value, "stp_enabled", "%d"));
    files.put("group_fwd_mask", number(value, "group_fwd_mask", "0x%x"));
    files.put("priority", out -> out.line("%d", priority(value.field("bridge_id"))));
    files.put("bridge_id", out -> out.line(identity(value.field("bridge_id"))));
    files.put("root_id", out -> out.line(identity(value.field("designated_root"))));
    for (String name :
        new String[] {
          "root_path_cost", "root_port", "topology_change", "topology_change_detected"
        }) {
      files.put(name, number(value, name, "%d"));
    }
    files.put("group_addr", out -> out.line(Macs.text(value.field("group_addr").bytes())));
    files.put("hash_elasticity", out -> out.line("%u", RHT_ELASTICITY));
    files.put("hash_max", number(value, "hash_max", "%u"));
    files.put("default_pvid", number(value, "default_pvid", "%d"));
    files.put("vlan_protocol", out -> out.line("0x%04x", bigEndian(value.field("vlan_proto"))));
  }

  private static void addOptions(Bridge bridge, Map<String, AttributeText> files) {
    Map.of(
            "no_linklocal_learn", "BROPT_NO_LL_LEARN",
            "multicast_snooping", "BROPT_MULTICAST_ENABLED",
            "multicast_query_use_ifaddr", "BROPT_MULTICAST_QUERY_USE_IFADDR",
            "multicast_stats_enabled", "BROPT_MULTICAST_STATS_ENABLED",
            "nf_call_iptables", "BROPT_NF_CALL_IPTABLES",
            "nf_call_ip6tables", "BROPT_NF_CALL_IP6TABLES",
            "nf_call_arptables", "BROPT_NF_CALL_ARPTABLES",
            "vlan_filtering", "BROPT_VLAN_ENABLED",
            "vlan_stats_enabled", "BROPT_VLAN_STATS_ENABLED",
            "vlan_stats_per_port", "BROPT_VLAN_STATS_PER_PORT")
        .forEach(
            (name, option) -> files.put(name, out -> out.line("%d", bridge.has(option) ? 1 : 0)));
  }

  private static void addMulticast(Bridge bridge, Map<String, AttributeText> files) {
    for (String name :
        new String[] {
          "multicast_router",
          "multicast_igmp_version",
          "multicast_mld_version",
          "multicast_last_member_count",
          "multicast_startup_query_count"
        }) {
      files.put(name, out -> out.line("%u", bridge.multicast(name).asLong()));
    }
    files.put("multicast_querier", out -> out.line("%d", bridge.isQuerier() ? 1 : 0));
    for (String name :
        new String[] {
          "multicast_last_member_interval",
          "multicast_membership_interval",
          "multicast_querier_interval",
          "multicast_query_interval",
          "multicast_query_response_interval",
          "multicast_startup_query_interval"
        }) {
      files.put(name, out -> out.line("%lu", bridge.ticks(bridge.multicast(name))));
    }
  }

  /** {@code brport_attrs[]}. */
  static Map<String, AttributeText> of(BridgePort port) {
    Value value = port.port();
    Map<String, AttributeText> files = new TreeMap<>();
    for (String name :
        new String[] {
          "path_cost", "priority", "designated_port", "designated_cost", "config_pending", "state"
        }) {
      files.put(name, number(value, name, "%d"));
    }
    for (String name : new String[] {"port_id", "port_no", "group_fwd_mask"}) {
      files.put(name, number(value, name, "0x%x"));
    }
    files.put("change_ack", number(value, "topology_change_ack", "%d"));
    files.put("designated_root", out -> out.line(identity(value.field("designated_root"))));
    files.put("designated_bridge", out -> out.line(identity(value.field("designated_bridge"))));
    for (String name : new String[] {"message_age_timer", "forward_delay_timer", "hold_timer"}) {
      files.put(name, timer(value.field(name)));
    }
    files.put("multicast_router", out -> out.line("%d", port.multicastRouter()));
    files.put("backup_port", backupPort(value));
    addFlags(port, files);
    return files;
  }

  private static void addFlags(BridgePort port, Map<String, AttributeText> files) {
    Map.ofEntries(
            Map.entry("hairpin_mode", BridgePort.BR_HAIRPIN_MODE),
            Map.entry("bpdu_guard", BridgePort.BR_BPDU_GUARD),
            Map.entry("root_block", BridgePort.BR_ROOT_BLOCK),
            Map.entry("learning", BridgePort.BR_LEARNING),
            Map.entry("unicast_flood", BridgePort.BR_FLOOD),
            Map.entry("proxyarp", BridgePort.BR_PROXYARP),
            Map.entry("proxyarp_wifi", BridgePort.BR_PROXYARP_WIFI),
            Map.entry("multicast_flood", BridgePort.BR_MCAST_FLOOD),
            Map.entry("broadcast_flood", BridgePort.BR_BCAST_FLOOD),
            Map.entry("neigh_suppress", BridgePort.BR_NEIGH_SUPPRESS),
            Map.entry("isolated", BridgePort.BR_ISOLATED),
            Map.entry("multicast_fast_leave", BridgePort.BR_MULTICAST_FAST_LEAVE),
            Map.entry("multicast_to_unicast", BridgePort.BR_MULTICAST_TO_UNICAST))
        .forEach((name, flag) -> files.put(name, out -> out.line("%d", port.has(flag) ? 1 : 0)));
  }

  /** Empty for a port without one. */
  private static AttributeText backupPort(Value port) {
    return out -> {
      if (!port.has("backup_port")) {
        throw new NoSuchFile("ports have no backup");
      }
      Value backup = port.field("backup_port");
      Optional<NetDevice> device =
          backup.isNull() ? Optional.empty() : Optional.of(NetDevice.of(backup.field("dev")));
      device.ifPresent(d -> out.line("%s", d.name()));
    };
  }

  private static AttributeText timer(Value timer) {
    return out -> out.line("%ld", Bridge.timerTicks(timer));
  }

  /** {@code br_show_bridge_id()}: priority and address. */
  private static String identity(Value id) {
    return Macs.plain(id.field("prio").bytes()) + "." + Macs.plain(id.field("addr").bytes());
  }

  private static int priority(Value id) {
    return bigEndian(id.field("prio"));
  }

  private static int bigEndian(Value two) {
    byte[] bytes = two.bytes();
    return (bytes[0] & 0xff) << Byte.SIZE | bytes[1] & 0xff;
  }
}
