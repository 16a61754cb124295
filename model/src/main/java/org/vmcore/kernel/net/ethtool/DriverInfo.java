package org.vmcore.kernel.net.ethtool;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.vmcore.kernel.device.Device;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.model.Value;

/**
 * Who drives a device, {@code struct ethtool_drvinfo}: {@code ethtool_get_drvinfo()}, {@code
 * net/ethtool/ioctl.c}.
 *
 * @param driver empty when the device has none
 * @param version of the driver, or of the kernel
 * @param firmware version; empty where the driver says none
 * @param bus where the hardware sits
 */
public record DriverInfo(String driver, String version, String firmware, String bus) {
  private static final int TUN_TYPE_MASK = 0x000f; // include/uapi/linux/if_tun.h
  private static final int IFF_TUN = 0x0001;

  /** What drivers say of themselves; the version is that of the kernel where it is empty. */
  private static final Map<String, Function<NetDevice, DriverInfo>> BY_FUNCTION =
      Map.ofEntries(
          Map.entry("virtnet_get_drvinfo", DriverInfo::virtio),
          Map.entry("dummy_get_drvinfo", device -> new DriverInfo("dummy", "", "", "")),
          Map.entry("br_getinfo", device -> new DriverInfo("bridge", "2.3", "N/A", "N/A")),
          Map.entry("bond_ethtool_get_drvinfo", device -> new DriverInfo("bonding", "", "2", "")),
          Map.entry(
              "vlan_ethtool_get_drvinfo",
              device -> new DriverInfo("802.1Q VLAN Support", "1.8", "N/A", "")),
          Map.entry(
              "macvlan_ethtool_get_drvinfo", device -> new DriverInfo("macvlan", "0.1", "", "")),
          Map.entry(
              "ipvlan_ethtool_get_drvinfo", device -> new DriverInfo("ipvlan", "0.1", "", "")),
          Map.entry("vxlan_get_drvinfo", device -> new DriverInfo("vxlan", "0.1", "", "")),
          Map.entry("geneve_get_drvinfo", device -> new DriverInfo("geneve", "0.6", "", "")),
          Map.entry("veth_get_drvinfo", device -> new DriverInfo("veth", "1.0", "", "")),
          Map.entry("tun_get_drvinfo", DriverInfo::tun));

  /** Empty for a device that nobody drives, and for drivers that are not known here. */
  public static Optional<DriverInfo> of(NetDevice device) {
    Value dev = device.value();
    Optional<Device> parent = Device.of(dev.field("dev")).parent();
    String function = EthtoolOps.function(device, "get_drvinfo");
    DriverInfo told;
    if (!function.isEmpty()) {
      Function<NetDevice, DriverInfo> known = BY_FUNCTION.get(function);
      if (known == null) {
        return Optional.empty();
      }
      told = known.apply(device);
    } else {
      String driver = parent.flatMap(Device::driver).orElse(device.kind());
      told = new DriverInfo(driver, "", "", "");
    }
    return told.driver.isEmpty() ? Optional.empty() : Optional.of(told.completed(dev, parent));
  }

  private DriverInfo completed(Value dev, Optional<Device> parent) {
    String release = dev.program().symbol("init_uts_ns").at("name.release").asString();
    return new DriverInfo(
        driver,
        version.isEmpty() ? release : version,
        firmware,
        bus.isEmpty() ? parent.map(Device::name).orElse("") : bus);
  }

  /** The bus of the hardware that the virtual device stands for. */
  private static DriverInfo virtio(NetDevice device) {
    Optional<Device> hardware =
        Device.of(device.value().field("dev")).parent().flatMap(Device::parent);
    return new DriverInfo("virtio_net", "1.0.0", "", hardware.map(Device::name).orElse(""));
  }

  private static DriverInfo tun(NetDevice device) {
    int type = device.priv("struct tun_struct").field("flags").asInt() & TUN_TYPE_MASK;
    return new DriverInfo("tun", "1.6", "", type == IFF_TUN ? "tun" : "tap");
  }
}
