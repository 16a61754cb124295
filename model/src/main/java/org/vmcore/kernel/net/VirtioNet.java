package org.vmcore.kernel.net;

import java.util.Optional;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** A device of {@code drivers/net/virtio_net.c}. */
public record VirtioNet(NetDevice device, Value info) {
  private static final int VIRTIO_NET_F_STANDBY = 62; // include/uapi/linux/virtio_net.h
  private static final int CACHE_LINE_BYTES = 64; // L1_CACHE_BYTES of x86 and arm64

  /** The device as one of this driver; empty for others. */
  public static Optional<VirtioNet> of(NetDevice device) {
    return device.operation("ndo_get_stats64").equals("virtnet_stats")
        ? Optional.of(new VirtioNet(device, device.priv("struct virtnet_info")))
        : Optional.empty();
  }

  /** {@code virtnet_get_phys_port_name()}: a port that stands by has a name. */
  public Optional<String> physPortName() {
    Value features = MemberVariants.first(info.field("vdev"), "features");
    return (features.asLong() >> VIRTIO_NET_F_STANDBY & 1) != 0
        ? Optional.of("sby")
        : Optional.empty();
  }

  /**
   * {@code mergeable_rx_buffer_size_show()}: bytes of the buffers that a queue receives into; empty
   * when buffers are not merged, or when a program of XDP takes room in them.
   */
  public Optional<Long> mergeableBufferBytes(int queue) {
    boolean xdp =
        MemberVariants.find(info, "xdp_enabled", "xdp_queue_pairs")
            .map(Value::asBoolean)
            .orElse(false);
    if (!info.field("mergeable_rx_bufs").asBoolean() || xdp) {
      return Optional.empty();
    }
    Program kernel = info.program();
    long header = info.field("hdr_len").asLong();
    Value received = info.field("rq").index(queue);
    long average = received.at("mrg_avg_pkt_len.internal").asLong();
    long smallest = received.field("min_buf_len").asLong();
    long largest = kernel.pageSizeBytes() - header;
    long length = header + Math.min(Math.max(average, smallest), largest);
    return Optional.of((length + CACHE_LINE_BYTES - 1) / CACHE_LINE_BYTES * CACHE_LINE_BYTES);
  }
}
