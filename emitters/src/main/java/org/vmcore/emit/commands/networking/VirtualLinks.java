package org.vmcore.emit.commands.networking;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/** Options of VLANs and other devices on top of devices, as iproute2 names them. */
final class VirtualLinks {
  private static final List<String> VLAN_FLAGS =
      List.of("REORDER_HDR", "GVRP", "LOOSE_BINDING", "MVRP", "BRIDGE_BINDING");
  private static final List<Integer> VLAN_FLAGS_ORDER = List.of(0, 1, 3, 2, 4);
  // include/uapi/linux/if_link.h
  private static final int MACVLAN_MODE_SOURCE = 16;
  private static final int MACVLAN_FLAG_NOPROMISC = 1;
  private static final int MACVLAN_FLAG_NODST = 2;
  private static final int IPVLAN_F_PRIVATE = 1;
  private static final int IPVLAN_F_VEPA = 2;
  // include/uapi/linux/if_tun.h
  private static final int IFF_TUN = 0x0001;
  private static final int IFF_TAP = 0x0002;
  private static final int TUN_TYPE_MASK = 0x000f;
  private static final int IFF_MULTI_QUEUE = 0x0100;
  private static final int IFF_PERSIST = 0x0800;
  private static final int IFF_NO_PI = 0x1000;
  private static final int IFF_VNET_HDR = 0x4000;
  private static final long INVALID_ID = 0xffffffffL;

  private VirtualLinks() {}

  /** {@code vlan_fill_info()}. */
  static void vlan(NetDevice device, Text out) {
    Value vlan = device.priv("struct vlan_dev_priv");
    byte[] protocol = vlan.field("vlan_proto").bytes();
    out.print(
        "protocol %s id %u ",
        LinkNames.protocol((protocol[0] & 0xff) << 8 | protocol[1] & 0xff),
        vlan.field("vlan_id").asInt());
    if (vlan.field("flags").asInt() != 0) {
      out.print("<%s> ", vlanFlags(vlan.field("flags").asInt()));
    }
    mappings("ingress-qos-map", ingress(vlan), out);
    mappings("egress-qos-map", egress(vlan), out);
  }

  private static String vlanFlags(int flags) {
    List<String> names = new ArrayList<>();
    for (int bit : VLAN_FLAGS_ORDER) {
      if ((flags >> bit & 1) != 0) {
        names.add(VLAN_FLAGS.get(bit));
      }
    }
    return String.join(",", names);
  }

  private static List<String> ingress(Value vlan) {
    List<String> mappings = new ArrayList<>();
    long[] priorities = vlan.field("ingress_priority_map").longs();
    for (int from = 0; from < priorities.length; from++) {
      if (priorities[from] != 0) {
        mappings.add(from + ":" + priorities[from]);
      }
    }
    return mappings;
  }

  private static List<String> egress(Value vlan) {
    List<String> mappings = new ArrayList<>();
    for (Value first : vlan.field("egress_priority_map").elements()) {
      int steps = 0;
      for (Value next = first; !next.isNull() && steps < MAX_MAPPINGS; next = next.field("next")) {
        steps++;
        int qos = next.field("vlan_qos").asInt() & 0xffff;
        if (qos != 0) {
          mappings.add((next.field("priority").asLong() & INVALID_ID) + ":" + (qos >> 13));
        }
      }
    }
    return mappings;
  }

  private static final int MAX_MAPPINGS = 1 << 16;

  private static void mappings(String name, List<String> mappings, Text out) {
    if (!mappings.isEmpty()) {
      out.print("\n      %s { ", name);
      mappings.forEach(mapping -> out.print("%s ", mapping));
      out.raw("} ");
    }
  }

  /** {@code macvlan_fill_info()}. */
  static void macvlan(NetDevice device, Text out) {
    Value vlan = device.priv("struct macvlan_dev");
    int mode = vlan.field("mode").asInt();
    int flags = vlan.field("flags").asInt();
    out.print("mode %s ", macvlanMode(mode));
    out.raw((flags & MACVLAN_FLAG_NOPROMISC) != 0 ? "nopromisc " : "");
    out.raw((flags & MACVLAN_FLAG_NODST) != 0 ? "nodst " : "");
    if (vlan.has("bc_queue_len_req")) {
      out.print("bcqueuelen %lu ", vlan.field("bc_queue_len_req").asLong());
      out.print("usedbcqueuelen %lu ", vlan.at("port->bc_queue_len_used").asLong());
    }
    if (mode == MACVLAN_MODE_SOURCE) {
      out.print("remotes (%d) ", vlan.field("macaddr_count").asInt());
      out.partial("source addresses of " + device.name());
    }
  }

  private static String macvlanMode(int mode) {
    return switch (mode) {
      case 1 -> "private";
      case 2 -> "vepa";
      case 4 -> "bridge";
      case 8 -> "passthru";
      case MACVLAN_MODE_SOURCE -> "source";
      default -> "unknown";
    };
  }

  /** {@code ipvlan_nl_fillinfo()}. */
  static void ipvlan(NetDevice device, Text out) {
    Value port = device.priv("struct ipvl_dev").field("port");
    List<String> modes = List.of("l2", "l3", "l3s");
    int mode = port.field("mode").asInt();
    int flags = MemberVariants.find(port, "flags").map(Value::asInt).orElse(0);
    out.print(" mode %s ", mode < modes.size() ? modes.get(mode) : "unknown");
    if ((flags & IPVLAN_F_PRIVATE) != 0) {
      out.raw("private ");
    } else {
      out.raw((flags & IPVLAN_F_VEPA) != 0 ? "vepa " : "bridge ");
    }
  }

  /** {@code vrf_fillinfo()}. */
  static void vrf(NetDevice device, Text out) {
    out.print("table %u ", device.priv("struct net_vrf").field("tb_id").asLong());
  }

  /** {@code vrf_fill_slave_info()}. */
  static void vrfSlave(NetDevice device, Text out) {
    device.master().ifPresent(vrf -> vrf(vrf, out));
  }

  /** {@code tun_fill_info()}. */
  static void tun(NetDevice device, Text out) {
    Value tun = device.priv("struct tun_struct");
    int flags = tun.field("flags").asInt();
    int type = flags & TUN_TYPE_MASK;
    String kind = type == IFF_TUN ? "tun" : type == IFF_TAP ? "tap" : "UNKNOWN:" + type;
    out.print("type %s ", kind);
    out.print("pi %s ", LinkNames.onOff((flags & IFF_NO_PI) == 0));
    out.print("vnet_hdr %s ", LinkNames.onOff((flags & IFF_VNET_HDR) != 0));
    if ((flags & IFF_MULTI_QUEUE) != 0) {
      out.print("multi_queue numqueues %u ", tun.field("numqueues").asLong());
      out.print("numdisabled %u ", tun.field("numdisabled").asLong());
    }
    out.print("persist %s ", LinkNames.onOff((flags & IFF_PERSIST) != 0));
    owner("user", tun.at("owner.val").asLong() & INVALID_ID, out);
    owner("group", tun.at("group.val").asLong() & INVALID_ID, out);
  }

  /** By name where the name is the same on all systems. */
  private static void owner(String what, long id, Text out) {
    if (id != INVALID_ID) {
      out.print("%s %s ", what, id == 0 ? "root" : Long.toString(id));
    }
  }
}
