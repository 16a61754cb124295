package org.vmcore.emit.commands.networking;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.NetDevices;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.bridge.BridgeVlan;
import org.vmcore.model.Entries;
import org.vmcore.model.NoSuchType;
import org.vmcore.model.Program;

/** {@code bridge -d vlan show} of iproute2, {@code bridge/vlan.c}. */
final class BridgeVlans {
  private static final List<String> STATES =
      List.of("disabled", "listening", "learning", "forwarding", "blocking");
  private static final String MCAST_ROUTER = "BRIDGE_VLANDB_ENTRY_MCAST_ROUTER";

  @Emits("sos_commands/networking/bridge_-d_vlan_show")
  void vlans(Program kernel, Text out) {
    out.line("%-16s  %s  ", "port", "vlan-id");
    for (NetDevice device : NetDevices.inProcOrder(NetNamespaces.ofReader(kernel))) {
      try {
        device(device, out);
      } catch (NoSuchType fault) {
        out.partial("VLANs of " + device.name() + ": " + fault.getMessage());
      }
    }
  }

  private static void device(NetDevice device, Text out) {
    List<BridgeVlan> vlans = BridgeVlan.of(device);
    String name = device.name();
    for (int i = 0; i < vlans.size(); i++) {
      BridgeVlan first = vlans.get(i);
      while (i + 1 < vlans.size() && vlans.get(i + 1).follows(vlans.get(i))) {
        i++;
      }
      int last = vlans.get(i).vid();
      out.print("%-16s  %d", name, first.vid());
      out.raw(last == first.vid() ? "" : "-" + last);
      out.raw(first.isPvid() ? " PVID" : "");
      out.raw(first.isUntagged() ? " Egress Untagged" : "");
      out.append('\n');
      if (first.knows(MCAST_ROUTER)) { // the command tells states since it tells this, too
        options(first, out);
      }
      name = "";
    }
  }

  private static void options(BridgeVlan vlan, Text out) {
    out.print("%20sstate %s ", "", Entries.at(STATES, vlan.state(), "BR_STATE"));
    out.print("mcast_router %u ", vlan.multicastRouter());
    if (vlan.knows("BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS")) {
      out.print("neigh_suppress %s ", vlan.suppressesNeighbours() ? "on" : "off");
    }
    if (vlan.knows("BRIDGE_VLANDB_ENTRY_NEIGH_FORWARD_GRAT")) {
      out.print("neigh_forward_grat %s ", vlan.forwardsGratuitous() ? "on" : "off");
    }
    out.append('\n');
  }
}
