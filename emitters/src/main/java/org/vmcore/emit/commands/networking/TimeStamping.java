package org.vmcore.emit.commands.networking;

import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.ethtool.EthtoolOps;
import org.vmcore.model.Value;

/** Whether software notes when a device sends: {@code ethtool_op_get_ts_info()}. */
final class TimeStamping {
  private TimeStamping() {}

  /** Of a device on top of another it is that one's answer. */
  static boolean isOfSoftware(NetDevice device) {
    return switch (EthtoolOps.function(device, "get_ts_info")) {
      case "ethtool_op_get_ts_info" -> true;
      case "vlan_ethtool_get_ts_info" -> below(device, "struct vlan_dev_priv", "real_dev");
      case "macvlan_ethtool_get_ts_info" -> below(device, "struct macvlan_dev", "lowerdev");
      case "bond_ethtool_get_ts_info" -> {
        Value active = device.priv("struct bonding").field("curr_active_slave");
        yield !active.isNull() && isOfSoftware(NetDevice.of(active.field("dev")));
      }
      default -> false;
    };
  }

  private static boolean below(NetDevice device, String priv, String member) {
    return isOfSoftware(NetDevice.of(device.priv(priv).field(member)));
  }
}
