package org.vmcore.emit.sys.net;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.emit.sys.device.PowerFiles;
import org.vmcore.kernel.device.Device;
import org.vmcore.kernel.device.RuntimePm;
import org.vmcore.kernel.net.Bond;
import org.vmcore.kernel.net.LinkStats;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Files of network devices as {@code net/core/net-sysfs.c} shows them. */
final class DeviceFiles {
  @EmitsMany(path = "sys/class/net/{dev}/{attribute}", each = DeviceAttributes.class)
  void attribute(Program kernel, DeviceAttribute file, Text out) {
    file.show().accept(file.device(), out);
  }

  /** {@code netstat_show()}. */
  @EmitsMany(path = "sys/class/net/{dev}/statistics/{name}", each = DeviceStatistics.class)
  void statistics(Program kernel, DeviceStatistics.Counter counter, Text out) {
    out.line("%lu", LinkStats.of(counter.device()).get(counter.name()));
  }

  /** {@code netdev_uevent()} after {@code dev_uevent()}, {@code drivers/base/core.c}. */
  @EmitsMany(path = "sys/class/net/{dev}/uevent", each = NetDeviceKeys.class)
  void uevent(Program kernel, NetDevice device, Text out) {
    Value type = device.value().at("dev.type");
    if (!type.isNull() && !type.field("name").isNull()) {
      out.line("DEVTYPE=%s", type.field("name").asString());
    }
    out.line("INTERFACE=%s", device.name());
    out.line("IFINDEX=%d", device.ifindex());
  }

  /** Of the hardware, where it tells. */
  @EmitsMany(path = "sys/class/net/{dev}/device/numa_node", each = NetDeviceKeys.class)
  void numaNode(Program kernel, NetDevice device, Text out) {
    Device hardware =
        Device.of(device.value().field("dev"))
            .parent()
            .filter(parent -> parent.directory("numa_node").isPresent())
            .orElseThrow(() -> new NoSuchFile("no hardware that tells its node"));
    out.line("%d", hardware.numaNode());
  }

  /** The power files of each network device, by name of the device and of the file. */
  @Enumerates({"dev", "name"})
  static final class Power implements Enumerator<SysfsFile<RuntimePm>> {
    @Override
    public List<Key<SysfsFile<RuntimePm>>> keys(Program kernel) {
      List<Key<SysfsFile<RuntimePm>>> keys = new ArrayList<>();
      for (Key<NetDevice> key : new NetDeviceKeys().keys(kernel)) {
        Device device = Device.of(key.subject().value().field("dev"));
        device
            .directory("power")
            .ifPresent(power -> PowerFiles.addKeys(keys, key.names(), power, device));
      }
      return keys;
    }
  }

  @EmitsMany(path = "sys/class/net/{dev}/power/{name}", each = Power.class)
  void power(Program kernel, SysfsFile<RuntimePm> file, Text out) {
    file.show(out);
  }

  /** {@code bonding_show_bonds()}, {@code drivers/net/bonding/bond_sysfs.c}. */
  @Emits(value = "sys/class/net/bonding_masters", needs = "bond_net_id")
  void bonds(Program kernel, Text out) {
    List<String> names =
        Bond.all(NetNamespaces.ofReader(kernel)).stream()
            .map(bond -> bond.device().name())
            .toList();
    if (!names.isEmpty()) {
      out.line("%s", String.join(" ", names));
    }
  }
}
