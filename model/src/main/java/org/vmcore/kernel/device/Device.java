package org.vmcore.kernel.device;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vmcore.kernel.kernfs.KernfsNode;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/**
 * A {@code struct device}, {@code include/linux/device.h}. Equal when it is the same object.
 *
 * @param value the {@code struct device}
 */
public record Device(Value value) {
  private static final int MINOR_BITS = 20; // include/linux/kdev_t.h

  /**
   * @param device a {@code struct device}, or a pointer to it that is not NULL
   */
  public static Device of(Value device) {
    return new Device(device.type().asStruct().isPresent() ? device : device.deref());
  }

  /** {@code dev_name()}. */
  public String name() {
    Value name = value.field("init_name");
    return (name.isNull() ? value.at("kobj.name") : name).asString();
  }

  /** Its directory of sysfs; empty while it is not registered. */
  public Optional<KernfsNode> directory() {
    return KernfsNode.ofKobject(value.field("kobj"));
  }

  /** Where it stands in sysfs: {@code "/devices/pci0000:00/0000:00:01.0"}; empty when nowhere. */
  public Optional<String> path() {
    return directory().map(KernfsNode::path);
  }

  /** The same, below {@code /devices}, where all devices stand. */
  public Optional<String> place() {
    return path().filter(path -> path.startsWith(DEVICES)).map(p -> p.substring(DEVICES.length()));
  }

  private static final String DEVICES = "/devices/";

  /** A directory in its own: {@code "queue"}, or its own for the empty name. */
  public Optional<KernfsNode> directory(String name) {
    return name.isEmpty() ? directory() : directory().flatMap(own -> own.child(name));
  }

  public Optional<Device> parent() {
    return pointer("parent").map(Device::of);
  }

  /** Name of the driver that it is bound to. */
  public Optional<String> driver() {
    return pointer("driver").map(driver -> driver.field("name").asString());
  }

  /** Name of its bus. */
  public Optional<String> bus() {
    return pointer("bus").map(bus -> bus.field("name").asString());
  }

  /** Name of its class. */
  public Optional<String> deviceClass() {
    return pointer("class").map(cls -> cls.field("name").asString());
  }

  /** Name of the {@code struct device_type}: {@code "disk"}; empty where it has none. */
  public String type() {
    return pointer("type")
        .map(type -> type.field("name"))
        .filter(name -> !name.isNull())
        .map(Value::asString)
        .orElse("");
  }

  /** What the subsystem of {@code uevent} is: bus, else class. */
  public Optional<String> subsystem() {
    return bus().or(this::deviceClass);
  }

  /** {@code dev_get_drvdata()}. */
  public Value driverData() {
    return MemberVariants.first(value, "driver_data", "p->driver_data");
  }

  /** {@code MAJOR(devt)}; 0 for a device that has no number. */
  public int major() {
    return (int) (value.field("devt").asLong() >>> MINOR_BITS);
  }

  /** {@code MINOR(devt)}. */
  public int minor() {
    return (int) (value.field("devt").asLong() & (1 << MINOR_BITS) - 1);
  }

  /** {@code dev_to_node()}; -1 when it is near to no node, and without NUMA. */
  public int numaNode() {
    return value.has("numa_node") ? value.field("numa_node").asInt() : -1;
  }

  /** The devices above it, nearest first. */
  public List<Device> ancestors() {
    return Stream.iterate(parent(), Optional::isPresent, above -> above.flatMap(Device::parent))
        .limit(MAX_DEPTH)
        .map(Optional::get)
        .toList();
  }

  private static final int MAX_DEPTH = 256;

  private Optional<Value> pointer(String member) {
    Value pointer = value.field(member);
    return pointer.isNull() ? Optional.empty() : Optional.of(pointer.deref());
  }
}
