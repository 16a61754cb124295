package org.vmcore.kernel.device;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vmcore.kernel.list.KList;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A class or a bus: {@code struct subsys_private}, {@code drivers/base/base.h}. All kernels list
 * them in {@code class_kset} and {@code bus_kset}, wherever {@code struct class} and {@code struct
 * bus_type} point.
 */
public final class Subsystem {
  private final Value subsystem;
  private final String knode; // of struct device_private

  private Subsystem(Value subsystem, String knode) {
    this.subsystem = subsystem;
    this.knode = knode;
  }

  /** The class of this name, {@code /sys/class/NAME}. */
  public static Optional<Subsystem> ofClass(Program kernel, String name) {
    return Optional.ofNullable(classesByName(kernel).get(name));
  }

  /** The bus of this name, {@code /sys/bus/NAME}. */
  public static Optional<Subsystem> ofBus(Program kernel, String name) {
    return Optional.ofNullable(busesByName(kernel).get(name));
  }

  /** Devices of the class of this name in its order; none when there is no such class. */
  public static List<Device> devicesOfClass(Program kernel, String name) {
    return ofClass(kernel, name).map(Subsystem::devices).orElse(List.of());
  }

  /** Devices on the bus of this name in its order; none when there is no such bus. */
  public static List<Device> devicesOfBus(Program kernel, String name) {
    return ofBus(kernel, name).map(Subsystem::devices).orElse(List.of());
  }

  /** All classes by name. */
  public static List<Subsystem> classes(Program kernel) {
    return List.copyOf(classesByName(kernel).values());
  }

  /** All buses by name. */
  public static List<Subsystem> buses(Program kernel) {
    return List.copyOf(busesByName(kernel).values());
  }

  private static Map<String, Subsystem> classesByName(Program kernel) {
    return kernel.computed("subsystems of class_kset", k -> byName(k, "class_kset", classNode(k)));
  }

  private static Map<String, Subsystem> busesByName(Program kernel) {
    return kernel.computed("subsystems of bus_kset", k -> byName(k, "bus_kset", "knode_bus"));
  }

  /** Before 5.1 a class lists the device itself, through {@code knode_class} of the device. */
  private static String classNode(Program kernel) {
    return kernel.hasMember("struct device_private", "knode_class") ? "knode_class" : "";
  }

  private static Map<String, Subsystem> byName(Program kernel, String kset, String knode) {
    Map<String, Subsystem> byName = new TreeMap<>();
    for (Value kobject :
        ListHead.forEachEntry(kernel.symbol(kset).field("list"), "struct kobject", "entry")) {
      Subsystem found =
          new Subsystem(kobject.containerOf("struct subsys_private", "subsys.kobj"), knode);
      byName.put(found.name(), found);
    }
    return byName;
  }

  /** The {@code struct subsys_private}. */
  public Value value() {
    return subsystem;
  }

  public String name() {
    return subsystem.at("subsys.kobj.name").asString();
  }

  /** {@code class_for_each_device()}, {@code bus_for_each_dev()}: in the order of registration. */
  public List<Device> devices() {
    Value list = subsystem.field("klist_devices");
    List<Device> devices = new ArrayList<>();
    if (knode.isEmpty()) {
      for (Value device : KList.forEachEntry(list, "struct device", "knode_class")) {
        devices.add(new Device(device));
      }
      return devices;
    }
    for (Value holder : KList.forEachEntry(list, "struct device_private", knode)) {
      devices.add(Device.of(holder.field("device")));
    }
    return devices;
  }

  /** The same devices by name. */
  public List<Device> devicesByName() {
    return devices().stream().sorted(Comparator.comparing(Device::name)).toList();
  }

  /** Names of the drivers of a bus, in the order of registration. */
  public List<String> drivers() {
    return KList.forEachEntry(
            subsystem.field("klist_drivers"), "struct driver_private", "knode_bus")
        .stream()
        .map(driver -> driver.at("driver->name").asString())
        .toList();
  }
}
