package org.vmcore.kernel.net.route;

import java.util.Optional;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.addr.IpAddress;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/**
 * A way on: {@code struct fib_nh_common}, before 5.2 {@code struct fib_nh} and {@code struct
 * fib6_nh} each on its own.
 *
 * @param device none for routes that lead nowhere
 * @param gateway none for what is reached directly
 * @param flags {@code RTNH_F_*}, as {@code fib_nexthop_info()} tells them
 * @param realm {@code RTA_FLOW}, 0 without
 * @param isEncapsulated whether packets go through a light weight tunnel
 */
public record Nexthop(
    Optional<NetDevice> device,
    IpAddress gateway,
    int flags,
    int weight,
    long realm,
    boolean isEncapsulated) {
  // include/uapi/linux/rtnetlink.h
  public static final int RTNH_F_DEAD = 1;
  public static final int RTNH_F_PERVASIVE = 2;
  public static final int RTNH_F_ONLINK = 4;
  public static final int RTNH_F_OFFLOAD = 8;
  public static final int RTNH_F_LINKDOWN = 16;
  public static final int RTNH_F_UNRESOLVED = 32;
  public static final int RTNH_F_TRAP = 64;

  private static final int TOLD =
      RTNH_F_DEAD | RTNH_F_ONLINK | RTNH_F_OFFLOAD | RTNH_F_TRAP | RTNH_F_LINKDOWN;

  /**
   * @param nexthop a {@code struct fib_nh} or {@code struct fib6_nh}
   */
  static Nexthop of(Value nexthop) {
    Value common = MemberVariants.find(nexthop, "nh_common").orElse(nexthop);
    Nexthop plain = ofCommon(common);
    long realm =
        MemberVariants.find(nexthop, "nh_tclassid").map(Value::asLong).orElse(0L) & 0xffffffffL;
    return new Nexthop(
        plain.device, plain.gateway, plain.flags, plain.weight, realm, plain.isEncapsulated);
  }

  /**
   * @param common a {@code struct fib_nh_common}, or what it was before
   */
  static Nexthop ofCommon(Value common) {
    Value dev = MemberVariants.first(common, "nhc_dev", "nh_dev");
    Optional<NetDevice> device = dev.isNull() ? Optional.empty() : Optional.of(NetDevice.of(dev));
    int flags = MemberVariants.first(common, "nhc_flags", "nh_flags").asInt() & TOLD;
    IpAddress gateway = gateway(common);
    if ((flags & RTNH_F_LINKDOWN) != 0 && device.isPresent()) {
      boolean ignored = LinkDown.isIgnored(device.get(), family(common));
      flags |= ignored ? RTNH_F_DEAD : 0;
    }
    int weight = MemberVariants.find(common, "nhc_weight", "nh_weight").map(Value::asInt).orElse(1);
    boolean encapsulated =
        MemberVariants.find(common, "nhc_lwtstate", "nh_lwtstate")
            .filter(state -> !state.isNull())
            .isPresent();
    return new Nexthop(device, gateway, flags, weight, 0, encapsulated);
  }

  Nexthop weighted(int otherWeight) {
    return new Nexthop(device, gateway, flags, otherWeight, realm, isEncapsulated);
  }

  private static int family(Value common) {
    if (common.has("nhc_family")) {
      return common.field("nhc_family").asInt();
    }
    return common.field("nh_gw").type().asStruct().isPresent()
        ? IpAddress.AF_INET6
        : IpAddress.AF_INET;
  }

  private static IpAddress gateway(Value common) {
    if (common.has("nhc_gw_family")) {
      return IpAddress.of(common.field("nhc_gw_family").asInt(), common.field("nhc_gw"));
    }
    IpAddress gateway = IpAddress.of(family(common), common.field("nh_gw"));
    return gateway.isAny() ? IpAddress.NONE : gateway;
  }
}
