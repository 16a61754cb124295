package org.vmcore.emit.proc.net;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.vmcore.emit.Emits;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.LinkStats;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.NetDevices;
import org.vmcore.kernel.net.NetGeneric;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.Vlan;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code /proc/net/vlan}, {@code net/8021q/vlanproc.c}. */
final class VlanFiles {
  private static final List<String> NAME_TYPES =
      List.of(
          "VLAN_NAME_TYPE_PLUS_VID",
          "VLAN_NAME_TYPE_RAW_PLUS_VID",
          "VLAN_NAME_TYPE_PLUS_VID_NO_PAD",
          "VLAN_NAME_TYPE_RAW_PLUS_VID_NO_PAD");
  private static final int PRIORITIES = 8;
  private static final int VLAN_PRIO_SHIFT = 13; // include/linux/if_vlan.h

  /** The VLAN devices of pid 1's namespace, by name. */
  @Enumerates("name")
  static final class Keys implements Enumerator<Vlan> {
    @Override
    public List<Key<Vlan>> keys(Program kernel) {
      return Vlan.in(NetDevices.ofReader(kernel).all()).stream()
          .sorted(Comparator.comparing(vlan -> vlan.device().name()))
          .map(vlan -> Key.of(vlan.device().name(), vlan))
          .toList();
    }
  }

  /** {@code vlan_seq_show()}. */
  @Emits(value = "proc/net/vlan/config", needs = "vlan_net_id")
  void config(Program kernel, Text out) {
    Value net = NetNamespaces.ofReader(kernel);
    out.line("VLAN Dev name\t | VLAN ID");
    if (kernel.hasType("struct vlan_net")) {
      Optional<Value> own = NetGeneric.find(net, "vlan_net_id", "struct vlan_net");
      own.ifPresent(vlans -> out.line("Name-Type: %s", nameType(vlans)));
    } else {
      out.partial("how VLANs are named: the module's types are not known");
    }
    List<NetDevice> devices =
        net.has("dev_by_index") ? NetDevices.inProcOrder(net) : NetDevices.of(net).all();
    for (Vlan vlan : Vlan.in(devices)) {
      out.print("%-15s| %d", vlan.device().name(), vlan.id());
      out.line("  | %s", vlan.realDevice().name());
    }
  }

  private static String nameType(Value vlans) {
    long type = vlans.field("name_type").asLong();
    return type < NAME_TYPES.size() ? NAME_TYPES.get((int) type) : "UNKNOWN";
  }

  /** {@code vlandev_seq_show()}. */
  @EmitsMany(path = "proc/net/vlan/{name}", each = Keys.class)
  void device(Program kernel, Vlan vlan, Text out) {
    LinkStats stats = LinkStats.of(vlan.device());
    out.print("%s  VID: %d\t ", vlan.device().name(), vlan.id());
    out.print("REORDER_HDR: %i", vlan.reordersHeader() ? 1 : 0);
    out.line("  dev->priv_flags: %x", vlan.shownPrivateFlags());
    counter("total frames received", stats.get("rx_packets"), out);
    counter("total bytes received", stats.get("rx_bytes"), out);
    counter("Broadcast/Multicast Rcvd", stats.get("multicast"), out);
    out.append('\n');
    counter("total frames transmitted", stats.get("tx_packets"), out);
    counter("total bytes transmitted", stats.get("tx_bytes"), out);
    out.line("Device: %s", vlan.realDevice().name());
    priorities(vlan, out);
  }

  private static void counter(String name, long count, Text out) {
    out.line("%30s %12llu", name, count);
  }

  private static void priorities(Vlan vlan, Text out) {
    out.raw("INGRESS priority mappings: ");
    for (int i = 0; i < PRIORITIES; i++) {
      String blanks = i == 0 ? "" : i == PRIORITIES - 1 ? " " : "  ";
      out.print("%s%d:%u", blanks, i, vlan.ingressPriority(i));
    }
    out.raw("\n EGRESS priority mappings: ");
    for (Value mapping : vlan.egressMappings()) {
      long tag = mapping.field("vlan_qos").asLong();
      out.print("%u:%d ", mapping.field("priority").asLong(), tag >> VLAN_PRIO_SHIFT & 7);
    }
    out.append('\n');
  }
}
