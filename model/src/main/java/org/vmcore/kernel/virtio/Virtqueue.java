package org.vmcore.kernel.virtio;

import org.vmcore.model.MemberVariants;
import org.vmcore.model.NoSuchType;
import org.vmcore.model.Value;

/**
 * A queue that driver and device share, {@code struct virtqueue}, {@code drivers/virtio/
 * virtio_ring.c}.
 *
 * @param value the {@code struct virtqueue}
 */
public record Virtqueue(Value value) {
  public String name() {
    Value name = value.field("name");
    return name.isNull() ? "" : name.asString();
  }

  public int index() {
    return value.field("index").asInt();
  }

  /** Places for buffers that are free. */
  public long nrFree() {
    return value.field("num_free").asLong() & 0xffffffffL;
  }

  /**
   * The {@code struct vring_virtqueue} around it.
   *
   * @throws NoSuchType when the types of the module are not at hand
   */
  private Value ring() {
    return value.containerOf("struct vring_virtqueue", "vq");
  }

  public boolean isPacked() {
    return MemberVariants.find(ring(), "packed_ring").map(Value::asBoolean).orElse(false);
  }

  public boolean isBroken() {
    return ring().field("broken").asBoolean();
  }

  /** How many places it has; only told for split rings. */
  public long size() {
    return ring().at(isPacked() ? "packed.vring.num" : "split.vring.num").asLong() & 0xffffffffL;
  }

  /** Up to which buffer the driver has looked at those that the device gave back; 16 bits. */
  public long lastUsed() {
    return ring().field("last_used_idx").asLong() & 0xffff;
  }

  /** Up to which buffer the driver has handed them out, of a split ring; 16 bits. */
  public long availableIndex() {
    return ring().at("split.avail_idx_shadow").asLong() & 0xffff;
  }

  /** Up to which buffer the device has given them back, of a split ring; 16 bits. */
  public long usedIndex() {
    return ring().at("split.vring.used->idx").asLong() & 0xffff;
  }
}
