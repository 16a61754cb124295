package org.vmcore.emit.sys.net;

import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.LinkStats;
import org.vmcore.kernel.net.NetDevice;
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
}
