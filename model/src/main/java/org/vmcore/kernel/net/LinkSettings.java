package org.vmcore.kernel.net;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;

/**
 * Speed and duplex of a device as {@code __ethtool_get_link_ksettings()} gives them, from the
 * drivers that keep them in memory.
 *
 * @param speedMbits {@link #UNKNOWN_SPEED} when nobody knows
 * @param duplex {@code DUPLEX_*}
 */
public record LinkSettings(int speedMbits, int duplex) {
  // include/uapi/linux/ethtool.h
  public static final int UNKNOWN_SPEED = -1;
  public static final int DUPLEX_HALF = 0;
  public static final int DUPLEX_FULL = 1;
  public static final int DUPLEX_UNKNOWN = 0xff;

  private static final int VETH_MBITS = 10_000;
  private static final int BOND_MODE_BROADCAST = 3; // include/uapi/linux/if_bonding.h

  private static final Map<String, Function<NetDevice, Optional<LinkSettings>>> BY_FUNCTION =
      Map.ofEntries(
          Map.entry("virtnet_get_link_ksettings", LinkSettings::virtio),
          Map.entry("veth_get_link_ksettings", device -> known(VETH_MBITS, DUPLEX_FULL)),
          Map.entry("tun_get_link_ksettings", LinkSettings::tun),
          Map.entry("br_get_link_ksettings", LinkSettings::bridge),
          Map.entry("bond_ethtool_get_link_ksettings", LinkSettings::bond),
          Map.entry(
              "vlan_ethtool_get_link_ksettings",
              device -> of(device.priv("struct vlan_dev_priv").field("real_dev"))),
          Map.entry(
              "macvlan_ethtool_get_link_ksettings",
              device -> of(device.priv("struct macvlan_dev").field("lowerdev"))),
          Map.entry(
              "ipvlan_ethtool_get_link_ksettings",
              device -> of(device.priv("struct ipvl_dev").field("phy_dev"))),
          Map.entry("vxlan_get_link_ksettings", LinkSettings::vxlan),
          Map.entry("e1000_get_link_ksettings", LinkSettings::e1000));

  /**
   * Settings of a device; empty when its driver has no way to tell.
   *
   * @throws UnknownDriver when only the driver knows, and we do not know the driver
   */
  public static Optional<LinkSettings> of(NetDevice device) {
    String function = function(device);
    if (function.isEmpty()) {
      return Optional.empty();
    }
    Function<NetDevice, Optional<LinkSettings>> known = BY_FUNCTION.get(function);
    if (known == null) {
      throw new UnknownDriver(function, device);
    }
    return known.apply(device);
  }

  private static Optional<LinkSettings> of(Value device) {
    return of(NetDevice.of(device));
  }

  private static String function(NetDevice device) {
    Value operation = device.value().field("ethtool_ops").field("get_link_ksettings");
    if (operation.isNull()) {
      return "";
    }
    return operation.program().symbolAt(operation.asLong()).map(SymbolAt::name).orElse("?");
  }

  private static Optional<LinkSettings> known(int speedMbits, int duplex) {
    return Optional.of(new LinkSettings(speedMbits, duplex));
  }

  private static Optional<LinkSettings> virtio(NetDevice device) {
    Value info = device.priv("struct virtnet_info");
    return known(info.field("speed").asInt(), info.field("duplex").asInt());
  }

  private static Optional<LinkSettings> tun(NetDevice device) {
    Value base = device.priv("struct tun_struct").at("link_ksettings.base");
    return known(base.field("speed").asInt(), base.field("duplex").asInt());
  }

  /** Those of the device it runs on, which is looked for in the tunnel's own namespace. */
  private static Optional<LinkSettings> vxlan(NetDevice device) {
    Value vxlan = device.priv("struct vxlan_dev");
    int below = vxlan.at("default_dst.remote_ifindex").asInt();
    Optional<NetDevice> lower = NetDevices.of(vxlan.field("net").deref()).byIndex(below);
    return lower.isEmpty() ? known(UNKNOWN_SPEED, DUPLEX_UNKNOWN) : of(lower.get());
  }

  /** As fast as its fastest port that works. */
  private static Optional<LinkSettings> bridge(NetDevice bridge) {
    int fastest = UNKNOWN_SPEED;
    for (NetDevice port : bridge.lowers()) {
      if ((port.flags() & NetDevice.IFF_RUNNING) != 0) {
        int speed = of(port).map(LinkSettings::speedMbits).orElse(UNKNOWN_SPEED);
        fastest = Math.max(fastest, speed);
      }
    }
    return known(fastest, DUPLEX_UNKNOWN);
  }

  /** As fast as all slaves that may send together; broadcasts are as fast as the slowest. */
  private static Optional<LinkSettings> bond(NetDevice bond) {
    int mode = bond.priv("struct bonding").at("params.mode").asInt();
    int sum = 0;
    int duplex = DUPLEX_UNKNOWN;
    for (BondSlave slave : BondSlave.of(bond)) {
      if (!slave.canSend()) {
        continue;
      }
      int speed = slave.speedMbits();
      if (speed != UNKNOWN_SPEED) {
        boolean slowest = mode == BOND_MODE_BROADCAST && sum != 0;
        sum = slowest ? Math.min(sum, speed) : sum + speed;
      }
      duplex = duplex == DUPLEX_UNKNOWN ? slave.duplex() : duplex;
    }
    return known(sum == 0 ? UNKNOWN_SPEED : sum, duplex);
  }

  /**
   * Cards of Intel whose drivers, {@code e1000} and {@code e1000e}, remember what the link was when
   * it came up; 2 stands for full duplex.
   */
  private static Optional<LinkSettings> e1000(NetDevice device) {
    if (!device.hasCarrier()) {
      return known(UNKNOWN_SPEED, DUPLEX_UNKNOWN);
    }
    Value adapter = device.priv("struct e1000_adapter");
    return known(adapter.field("link_speed").asInt(), adapter.field("link_duplex").asInt() - 1);
  }
}
