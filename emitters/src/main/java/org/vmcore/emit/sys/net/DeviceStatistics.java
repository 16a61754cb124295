package org.vmcore.emit.sys.net;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.kernel.net.LinkStats;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.model.Program;

/** The counters of each network device, by name of the device and of the counter. */
@Enumerates({"dev", "name"})
final class DeviceStatistics implements Enumerator<DeviceStatistics.Counter> {
  /** {@code rtnl_link_stats64} has more than {@code netstat_attrs[]} shows. */
  private static final String NOT_SHOWN = "rx_otherhost_dropped";

  /** A counter of a device. */
  record Counter(NetDevice device, String name) {}

  @Override
  public List<Key<Counter>> keys(Program kernel) {
    List<Key<Counter>> keys = new ArrayList<>();
    List<String> names =
        LinkStats.names(kernel).stream().filter(name -> !name.equals(NOT_SHOWN)).sorted().toList();
    for (Key<NetDevice> device : new NetDeviceKeys().keys(kernel)) {
      for (String name : names) {
        keys.add(Key.of(device.names().get(0), name, new Counter(device.subject(), name)));
      }
    }
    return keys;
  }
}
