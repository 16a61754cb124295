package org.vmcore.emit.commands.networking;

import java.util.List;
import java.util.Optional;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.NetDevices;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.UnknownDriver;
import org.vmcore.kernel.net.bridge.BridgePort;
import org.vmcore.kernel.net.bridge.FdbEntry;
import org.vmcore.kernel.net.bridge.FdbTable;
import org.vmcore.kernel.net.neigh.Neighbour;
import org.vmcore.model.NoSuchSymbol;
import org.vmcore.model.NoSuchType;
import org.vmcore.model.Program;

/** {@code bridge} of iproute2: ports and forwarding tables. */
final class BridgeCommand {
  /** {@code print_linkinfo()}, {@code bridge/link.c}. */
  @Emits("sos_commands/networking/bridge_-s_-s_-d_link_show")
  void links(Program kernel, Text out) {
    for (NetDevice device : NetDevices.inProcOrder(NetNamespaces.ofReader(kernel))) {
      try {
        Optional<BridgePort> port = BridgePort.of(device);
        if (port.isPresent()) {
          head(device, port.get(), out);
          options(port.get(), out);
        }
      } catch (NoSuchType fault) {
        out.partial("port " + device.name() + ": " + fault.getMessage());
      }
    }
  }

  private static void head(NetDevice device, BridgePort port, Text out) {
    out.print("%d: %s", device.ifindex(), device.name());
    int iflink = iflink(device, out);
    boolean down = false;
    if (iflink == 0) {
      out.raw("@NONE");
    } else if (iflink != device.ifindex()) {
      // The number may be one of another namespace; the command takes it for its own.
      Optional<NetDevice> link = NetDevices.of(device.net()).byIndex(iflink);
      out.print("@%s", link.map(NetDevice::name).orElse("if" + iflink));
      down = link.map(l -> (l.flags() & NetDevice.IFF_UP) == 0).orElse(false);
    }
    out.print(
        ": <%s> mtu %u master %s ",
        LinkNames.flags(device.flags(), down),
        device.value().field("mtu").asLong() & 0xffffffffL,
        port.bridge().device().name());
    BridgeLinks.state(port, out);
  }

  private static int iflink(NetDevice device, Text out) {
    try {
      return device.iflink();
    } catch (UnknownDriver | NoSuchType fault) {
      out.partial("what " + device.name() + " is linked to: " + fault.getMessage());
      return device.ifindex();
    }
  }

  /** {@code print_protinfo()}. */
  private static void options(BridgePort port, Text out) {
    out.raw("\n    ");
    BridgeLinks.onOff("hairpin", port, BridgePort.BR_HAIRPIN_MODE, out);
    BridgeLinks.onOff("guard", port, BridgePort.BR_BPDU_GUARD, out);
    BridgeLinks.onOff("root_block", port, BridgePort.BR_ROOT_BLOCK, out);
    BridgeLinks.onOff("fastleave", port, BridgePort.BR_MULTICAST_FAST_LEAVE, out);
    BridgeLinks.onOff("learning", port, BridgePort.BR_LEARNING, out);
    BridgeLinks.onOff("flood", port, BridgePort.BR_FLOOD, out);
    BridgeLinks.onOff("mcast_flood", port, BridgePort.BR_MCAST_FLOOD, out);
    BridgeLinks.onOff("bcast_flood", port, BridgePort.BR_BCAST_FLOOD, out);
    out.print("mcast_router %u ", port.multicastRouter());
    BridgeLinks.onOff("mcast_to_unicast", port, BridgePort.BR_MULTICAST_TO_UNICAST, out);
    BridgeLinks.onOff("neigh_suppress", port, BridgePort.BR_NEIGH_SUPPRESS, out);
    if (port.knows("IFLA_BRPORT_NEIGH_VLAN_SUPPRESS")) {
      BridgeLinks.onOff("neigh_vlan_suppress", port, BridgePort.BR_NEIGH_VLAN_SUPPRESS, out);
    }
    BridgeLinks.onOff("vlan_tunnel", port, BridgePort.BR_VLAN_TUNNEL, out);
    BridgeLinks.backup(port, out);
    BridgeLinks.onOff("isolated", port, BridgePort.BR_ISOLATED, out);
    BridgeLinks.locked(port, out);
    out.append('\n');
  }

  /** {@code print_fdb()}, {@code bridge/fdb.c}, of what {@code rtnl_fdb_dump()} tells. */
  @Emits("sos_commands/networking/bridge_-s_-s_-d_-t_fdb_show")
  void fdb(Program kernel, Text out) {
    for (NetDevice device : NetDevices.inProcOrder(NetNamespaces.ofReader(kernel))) {
      try {
        entries(FdbTable.ofPort(device), out);
        entries(FdbTable.of(device), out);
      } catch (UnknownDriver | NoSuchType | NoSuchSymbol fault) {
        out.partial("addresses behind " + device.name() + ": " + fault.getMessage());
      }
    }
  }

  private static void entries(List<FdbEntry> entries, Text out) {
    for (FdbEntry entry : entries) {
      out.print("%s dev %s ", LinkAddress.text(0, entry.address()), entry.device().name());
      out.raw(entry.remote());
      if (entry.vlan() != 0) {
        out.print("vlan %hu ", entry.vlan());
      }
      entry.ages().ifPresent(ages -> out.print("used %d/%d ", ages.used(), ages.updated()));
      flag(entry, FdbEntry.NTF_SELF, "self ", out);
      flag(entry, Neighbour.NTF_ROUTER, "router ", out);
      flag(entry, Neighbour.NTF_EXT_LEARNED, "extern_learn ", out);
      flag(entry, Neighbour.NTF_OFFLOADED, "offload ", out);
      flag(entry, FdbEntry.NTF_MASTER, "master ", out);
      flag(entry, FdbEntry.NTF_STICKY, "sticky ", out);
      entry.master().ifPresent(master -> out.print("master %s ", master.name()));
      out.line("%s", state(entry.state()));
    }
  }

  private static void flag(FdbEntry entry, int flag, String name, Text out) {
    out.raw((entry.flags() & flag) != 0 ? name : "");
  }

  /** {@code state_n2a()}. */
  private static String state(int state) {
    if ((state & Neighbour.NUD_PERMANENT) != 0) {
      return "permanent";
    }
    if ((state & Neighbour.NUD_NOARP) != 0) {
      return "static";
    }
    if ((state & Neighbour.NUD_STALE) != 0) {
      return "stale";
    }
    boolean reachable = (state & Neighbour.NUD_REACHABLE) != 0;
    return reachable ? "" : "state=" + LinkNames.hex(state);
  }
}
