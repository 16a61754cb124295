package org.vmcore.emit.sys.device;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.kernel.device.Device;
import org.vmcore.kernel.device.Subsystem;
import org.vmcore.model.Program;

/** {@code /sys/class} and {@code /sys/bus}: where the directories of their devices stand. */
final class SubsystemLinks {
  @EmitsMany(path = "sys/class/{class}/{device}", each = OfClasses.class)
  void classLink(Program kernel, String path, Text out) {
    out.linkTo("../.." + path);
  }

  @EmitsMany(path = "sys/bus/{bus}/devices/{device}", each = OfBuses.class)
  void busLink(Program kernel, String path, Text out) {
    out.linkTo("../../.." + path);
  }

  private static void addKeys(Subsystem subsystem, List<Key<String>> keys) {
    for (Device device : subsystem.devicesByName()) {
      device.path().ifPresent(path -> keys.add(Key.of(subsystem.name(), device.name(), path)));
    }
  }

  /** Devices of the classes; those of the network have their files there. */
  @Enumerates({"class", "device"})
  static final class OfClasses implements Enumerator<String> {
    @Override
    public List<Key<String>> keys(Program kernel) {
      List<Key<String>> keys = new ArrayList<>();
      for (Subsystem subsystem : Subsystem.classes(kernel)) {
        if (!subsystem.name().equals("net")) {
          addKeys(subsystem, keys);
        }
      }
      return keys;
    }
  }

  /** Devices on the buses. */
  @Enumerates({"bus", "device"})
  static final class OfBuses implements Enumerator<String> {
    @Override
    public List<Key<String>> keys(Program kernel) {
      List<Key<String>> keys = new ArrayList<>();
      Subsystem.buses(kernel).forEach(subsystem -> addKeys(subsystem, keys));
      return keys;
    }
  }
}
