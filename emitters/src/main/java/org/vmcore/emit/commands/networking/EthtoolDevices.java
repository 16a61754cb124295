package org.vmcore.emit.commands.networking;

import java.util.Comparator;
import java.util.List;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.NetDevices;
import org.vmcore.model.Program;

/** The devices that sos asks ethtool about: neither the loopback nor virtual pairs. */
@Enumerates("dev")
public final class EthtoolDevices implements Enumerator<NetDevice> {
  @Override
  public List<Key<NetDevice>> keys(Program kernel) {
    return NetDevices.ofReader(kernel).all().stream()
        .filter(device -> !device.name().equals("lo") && !device.name().startsWith("veth"))
        .sorted(Comparator.comparing(NetDevice::name))
        .map(device -> Key.of(device.name(), device))
        .toList();
  }
}
