package org.vmcore.kernel.device;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** All devices of a kernel, {@code devices_kset}, {@code drivers/base/core.c}. */
public final class Devices {
  private final List<Device> all;

  private Devices(Program kernel) {
    List<Device> devices = new ArrayList<>();
    for (Value kobject :
        ListHead.forEachEntry(
            kernel.symbol("devices_kset").field("list"), "struct kobject", "entry")) {
      devices.add(new Device(kobject.containerOf("struct device", "kobj")));
    }
    all = List.copyOf(devices);
  }

  public static Devices of(Program kernel) {
    return kernel.computed(Devices.class, Devices::new);
  }

  /** In the order of registration. */
  public List<Device> all() {
    return all;
  }
}
