package org.vmcore.emit.sys.net;

import java.util.Comparator;
import java.util.List;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.NetDevices;
import org.vmcore.model.Program;

/** The network devices of pid 1's namespace, by name. */
@Enumerates("dev")
public final class NetDeviceKeys implements Enumerator<NetDevice> {
  @Override
  public List<Key<NetDevice>> keys(Program kernel) {
    return NetDevices.ofReader(kernel).all().stream()
        .sorted(Comparator.comparing(NetDevice::name))
        .map(device -> Key.of(device.name(), device))
        .toList();
  }
}
