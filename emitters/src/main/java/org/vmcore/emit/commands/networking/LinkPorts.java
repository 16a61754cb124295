package org.vmcore.emit.commands.networking;

import java.util.Set;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.ethtool.EthtoolOps;
import org.vmcore.model.Value;

/** Devices without hardware of their own, whose port is {@code PORT_OTHER}. */
final class LinkPorts {
  private static final Set<String> OTHER =
      Set.of(
          "virtnet_get_link_ksettings", "br_get_link_ksettings", "bond_ethtool_get_link_ksettings");

  private LinkPorts() {}

  /** Of a device on top of another it is that one's port. */
  static boolean isOther(NetDevice device) {
    String function = EthtoolOps.function(device, "get_link_ksettings");
    return switch (function) {
      case "vlan_ethtool_get_link_ksettings" -> below(device, "struct vlan_dev_priv", "real_dev");
      case "macvlan_ethtool_get_link_ksettings" -> below(device, "struct macvlan_dev", "lowerdev");
      case "ipvlan_ethtool_get_link_ksettings" -> below(device, "struct ipvl_dev", "phy_dev");
      default -> OTHER.contains(function);
    };
  }

  private static boolean below(NetDevice device, String priv, String member) {
    Value lower = device.priv(priv).field(member);
    return !lower.isNull() && isOther(NetDevice.of(lower));
  }
}
