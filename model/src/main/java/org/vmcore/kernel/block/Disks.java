package org.vmcore.kernel.block;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmcore.kernel.device.Device;
import org.vmcore.kernel.device.Subsystem;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** All disks of a kernel: devices of {@code block_class} that are whole. */
public final class Disks {
  private final Map<String, Disk> byName = new LinkedHashMap<>();
  private final Map<Long, BlockDevice> byNumber = new HashMap<>();

  private Disks(Program kernel) {
    for (Device device : Subsystem.devicesOfClass(kernel, "block")) {
      if (device.type().equals("disk")) {
        Disk disk = diskOf(device);
        byName.put(disk.name(), disk);
        disk.parts().forEach(part -> byNumber.put(part.number(), part));
      }
    }
  }

  public static Disks of(Program kernel) {
    return kernel.computed(Disks.class, Disks::new);
  }

  /** {@code dev_to_disk()}. */
  private static Disk diskOf(Device device) {
    Value value = device.value();
    return new Disk(
        value.program().hasMember("struct block_device", "bd_device")
            ? value.containerOf("struct block_device", "bd_device").field("bd_disk").deref()
            : value.containerOf("struct gendisk", "part0.__dev"));
  }

  /** In the order of registration, which is that of {@code /proc/partitions}. */
  public List<Disk> all() {
    return List.copyOf(byName.values());
  }

  public Optional<Disk> byName(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The disk or partition with this {@code dev_t}. */
  public Optional<BlockDevice> byNumber(long dev) {
    return Optional.ofNullable(byNumber.get(dev));
  }

  /** All disks and their partitions, in that order. */
  public List<BlockDevice> parts() {
    List<BlockDevice> parts = new ArrayList<>();
    byName.values().forEach(disk -> parts.addAll(disk.parts()));
    return parts;
  }
}
