package org.vmcore.kernel.net;

import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.model.Value;

/** A {@code struct tun_struct}, {@code drivers/net/tun.c}. */
public record TunDevice(Value tun) {
  // include/uapi/linux/if_tun.h: TUN, TAP, NAPI, NAPI_FRAGS, MULTI_QUEUE, PERSIST, NO_PI,
  // ONE_QUEUE, VNET_HDR
  private static final long SHOWN_FLAGS =
      0x0001 | 0x0002 | 0x0010 | 0x0020 | 0x0100 | 0x0800 | 0x1000 | 0x2000 | 0x4000;
  private static final long INVALID_ID = 0xffffffffL;

  /** The device as one of this driver; empty for others. */
  public static Optional<TunDevice> of(NetDevice device) {
    return device.kind().equals("tun")
        ? Optional.of(new TunDevice(device.priv("struct tun_struct")))
        : Optional.empty();
  }

  /** {@code tun_flags()}. */
  public long flags() {
    return tun.field("flags").asLong() & SHOWN_FLAGS;
  }

  /** The user who may attach to it; empty for nobody in particular. */
  public OptionalLong owner() {
    return id(tun.at("owner.val"));
  }

  /** The group that may attach to it; empty for none in particular. */
  public OptionalLong group() {
    return id(tun.at("group.val"));
  }

  private static OptionalLong id(Value id) {
    return id.asLong() == INVALID_ID ? OptionalLong.empty() : OptionalLong.of(id.asLong());
  }
}
