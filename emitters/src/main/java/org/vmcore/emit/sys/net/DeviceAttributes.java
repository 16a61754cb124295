package org.vmcore.emit.sys.net;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.model.Program;

/** The plain files of each network device, by name of the device and of the file. */
@Enumerates({"dev", "attribute"})
final class DeviceAttributes implements Enumerator<DeviceAttribute> {
  @Override
  public List<Key<DeviceAttribute>> keys(Program kernel) {
    List<Key<DeviceAttribute>> keys = new ArrayList<>();
    for (Key<NetDevice> device : new NetDeviceKeys().keys(kernel)) {
      String name = device.names().get(0);
      DeviceAttribute.ALL.forEach(
          (file, show) ->
              keys.add(Key.of(name, file, new DeviceAttribute(device.subject(), show))));
    }
    return keys;
  }
}
