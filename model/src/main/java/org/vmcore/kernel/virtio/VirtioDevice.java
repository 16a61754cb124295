package org.vmcore.kernel.virtio;

import java.util.List;
import org.vmcore.kernel.device.Device;
import org.vmcore.kernel.device.Subsystem;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A {@code struct virtio_device}, {@code include/linux/virtio.h}.
 *
 * @param value the {@code struct virtio_device}
 */
public record VirtioDevice(Value value) {
  /**
   * @param device one on the bus {@code virtio}
   */
  public static VirtioDevice of(Device device) {
    return new VirtioDevice(device.value().containerOf("struct virtio_device", "dev"));
  }

  /** All by name. */
  public static List<VirtioDevice> all(Program kernel) {
    return Subsystem.ofBus(kernel, "virtio").stream()
        .flatMap(bus -> bus.devicesByName().stream())
        .map(VirtioDevice::of)
        .toList();
  }

  public Device device() {
    return new Device(value.field("dev"));
  }

  /** What kind of device: 1 for the network, 2 for disks. */
  public long id() {
    return value.at("id.device").asLong() & 0xffffffffL;
  }

  public long vendor() {
    return value.at("id.vendor").asLong() & 0xffffffffL;
  }

  /** {@code features_show()}: what both sides have agreed on, a digit for each bit. */
  public String featureBits() {
    Value features = value.field("features");
    long[] words =
        features.type().asStruct().isEmpty() && features.type().sizeBytes() == Long.BYTES
            ? new long[] {features.asLong()}
            : value.field("features_array").longs();
    StringBuilder bits = new StringBuilder();
    for (long word : words) {
      for (int bit = 0; bit < Long.SIZE; bit++) {
        bits.append(word >> bit & 1);
      }
    }
    return bits.toString();
  }

  /** Its queues. */
  public List<Virtqueue> queues() {
    return ListHead.forEachEntry(value.field("vqs"), "struct virtqueue", "list").stream()
        .map(Virtqueue::new)
        .toList();
  }
}
