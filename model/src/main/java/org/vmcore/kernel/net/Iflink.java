package org.vmcore.kernel.net;

import java.util.Map;
import java.util.function.ToIntFunction;
import org.vmcore.model.Value;

/** {@code ndo_get_iflink()} of the drivers that have one. */
final class Iflink {
  private static final Map<String, ToIntFunction<NetDevice>> BY_FUNCTION =
      Map.ofEntries(
          Map.entry("vlan_dev_get_iflink", below("struct vlan_dev_priv", "real_dev")),
          Map.entry("macvlan_dev_get_iflink", below("struct macvlan_dev", "lowerdev")),
          Map.entry("ipvlan_get_iflink", below("struct ipvl_dev", "phy_dev")),
          Map.entry("macsec_get_iflink", below("struct macsec_dev", "real_dev")),
          Map.entry("veth_get_iflink", below("struct veth_priv", "peer")),
          Map.entry("netkit_get_iflink", below("struct netkit", "peer")),
          Map.entry("vxcan_get_iflink", below("struct vxcan_priv", "peer")),
          Map.entry("ip_tunnel_get_iflink", stored("struct ip_tunnel", "parms.link")),
          Map.entry("ip6_tnl_get_iflink", stored("struct ip6_tnl", "parms.link")),
          Map.entry("xfrmi_get_iflink", stored("struct xfrm_if", "p.link")),
          Map.entry("reg_vif_get_iflink", device -> 0));

  private Iflink() {}

  static int of(NetDevice device) {
    String function = device.operation("ndo_get_iflink");
    if (function.isEmpty()) {
      return device.ifindex();
    }
    ToIntFunction<NetDevice> known = BY_FUNCTION.get(function);
    if (known == null) {
      throw new UnknownDriver(function, device);
    }
    return known.applyAsInt(device);
  }

  /** The number of the device that the driver keeps a pointer to; 0 without one. */
  private static ToIntFunction<NetDevice> below(String priv, String member) {
    return device -> {
      Value lower = device.priv(priv).field(member);
      return lower.isNull() ? 0 : NetDevice.of(lower).ifindex();
    };
  }

  private static ToIntFunction<NetDevice> stored(String priv, String member) {
    return device -> device.priv(priv).at(member).asInt();
  }
}
