package org.vmcore.emit.proc.net;

import java.util.Comparator;
import java.util.List;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.NetDevices;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The devices of pid 1's namespace that speak IPv6 and have a file for it, by name. */
@Enumerates("dev")
final class Inet6Devices implements Enumerator<NetDevice> {
  @Override
  public List<Key<NetDevice>> keys(Program kernel) {
    return NetDevices.ofReader(kernel).all().stream()
        .filter(Inet6Devices::hasFile)
        .sorted(Comparator.comparing(NetDevice::name))
        .map(device -> Key.of(device.name(), device))
        .toList();
  }

  private static boolean hasFile(NetDevice device) {
    Value dev = device.value();
    return dev.has("ip6_ptr")
        && !dev.field("ip6_ptr").isNull()
        && !dev.field("ip6_ptr").deref().at("stats.proc_dir_entry").isNull();
  }
}
