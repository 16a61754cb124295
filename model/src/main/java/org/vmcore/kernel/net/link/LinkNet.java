package org.vmcore.kernel.net.link;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;

/** {@code rtnl_link_ops->get_link_net()}: the namespace of what a device is linked to. */
public final class LinkNet {
  private static final Map<String, Function<NetDevice, Value>> BY_FUNCTION =
      Map.ofEntries(
          Map.entry("veth_get_link_net", ofDevice("struct veth_priv", "peer")),
          Map.entry("netkit_get_link_net", ofDevice("struct netkit", "peer")),
          Map.entry("vxcan_get_link_net", ofDevice("struct vxcan_priv", "peer")),
          Map.entry("vlan_get_link_net", ofDevice("struct vlan_dev_priv", "real_dev")),
          Map.entry("macvlan_get_link_net", ofDevice("struct macvlan_dev", "lowerdev")),
          Map.entry("macvtap_link_net", ofDevice("struct macvlan_dev", "lowerdev")),
          Map.entry("ipvlan_get_link_net", ofDevice("struct ipvl_dev", "phy_dev")),
          Map.entry("macsec_get_link_net", ofDevice("struct macsec_dev", "real_dev")),
          Map.entry("ip_tunnel_get_link_net", stored("struct ip_tunnel", "net")),
          Map.entry("ip6_tnl_get_link_net", stored("struct ip6_tnl", "net")),
          Map.entry("xfrmi_get_link_net", stored("struct xfrm_if", "net")),
          Map.entry("vxlan_get_link_net", stored("struct vxlan_dev", "net")));

  private LinkNet() {}

  /** The {@code struct net}; empty for drivers that do not say, and for those unknown here. */
  public static Optional<Value> of(NetDevice device) {
    Value ops = device.value().field("rtnl_link_ops");
    if (ops.isNull() || !ops.has("get_link_net") || ops.field("get_link_net").isNull()) {
      return Optional.empty();
    }
    return device
        .value()
        .program()
        .symbolAt(ops.field("get_link_net").asLong())
        .map(SymbolAt::name)
        .map(BY_FUNCTION::get)
        .map(known -> known.apply(device));
  }

  private static Function<NetDevice, Value> ofDevice(String priv, String member) {
    return device -> {
      Value linked = device.priv(priv).field(member);
      return linked.isNull() ? device.net() : NetDevice.of(linked).net();
    };
  }

  private static Function<NetDevice, Value> stored(String priv, String member) {
    return device -> device.priv(priv).field(member).deref();
  }
}
