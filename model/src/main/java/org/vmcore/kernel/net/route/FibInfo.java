package org.vmcore.kernel.net.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.net.addr.IpAddress;
import org.vmcore.model.Malformed;
import org.vmcore.model.Value;

/** What IPv4 routes with the same ways on share: {@code struct fib_info}. */
public record FibInfo(Value info) {
  private static final int MAX_NEXTHOPS = 1 << 12;

  public long priority() {
    return info.field("fib_priority").asLong() & 0xffffffffL;
  }

  /** {@code RT_SCOPE_*}. */
  public int scope() {
    return info.field("fib_scope").asInt();
  }

  /** {@code RTPROT_*}. */
  public int protocol() {
    return info.field("fib_protocol").asInt();
  }

  public long flags() {
    return info.field("fib_flags").asLong();
  }

  /** The address that packets leave with, or none. */
  public IpAddress preferredSource() {
    IpAddress source = IpAddress.ipv4(info.field("fib_prefsrc"));
    return source.isAny() ? IpAddress.NONE : source;
  }

  public RouteMetrics metrics() {
    return RouteMetrics.of(info.field("fib_metrics"));
  }

  /** The nexthop object that the route points to, 5.3+. */
  public Optional<NexthopObject> nexthopObject() {
    return NexthopObject.of(info);
  }

  /** {@code fib_info_nhc()} of all: the ways on. */
  public List<Nexthop> nexthops() {
    Optional<NexthopObject> object = nexthopObject();
    if (object.isPresent()) {
      return object.get().nexthops();
    }
    Value count = info.field("fib_nhs");
    if (count.asInt() < 0 || count.asInt() > MAX_NEXTHOPS) {
      throw new Malformed("absurd number " + count.asInt(), "struct fib_info", info.address());
    }
    List<Nexthop> nexthops = new ArrayList<>();
    for (Value nexthop : info.field("fib_nh").elements(count.asInt())) {
      nexthops.add(Nexthop.of(nexthop));
    }
    return nexthops;
  }
}
