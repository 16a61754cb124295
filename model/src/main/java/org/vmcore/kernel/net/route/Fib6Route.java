package org.vmcore.kernel.net.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.net.addr.IpAddress;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.Value;

/** A route of IPv6, {@code struct fib6_info}, as {@code rt6_fill_node()} tells it. */
public record Fib6Route(Value info) implements Route {
  public static final long RTF_GATEWAY = 0x0002; // include/uapi/linux/route.h
  // include/uapi/linux/ipv6_route.h
  private static final long RTF_EXPIRES = 0x00400000;
  private static final int RTF_PREF_SHIFT = 27;
  private static final int RTF_PREF_BITS = 3;

  @Override
  public int family() {
    return IpAddress.AF_INET6;
  }

  @Override
  public IpAddress destination() {
    return IpAddress.ipv6(info.at("fib6_dst.addr"));
  }

  @Override
  public int destinationLength() {
    return info.at("fib6_dst.plen").asInt();
  }

  @Override
  public IpAddress source() {
    return IpAddress.ipv6(info.at("fib6_src.addr"));
  }

  @Override
  public int sourceLength() {
    return info.at("fib6_src.plen").asInt();
  }

  @Override
  public OptionalLong nexthopId() {
    return object().map(nh -> OptionalLong.of(nh.id())).orElse(OptionalLong.empty());
  }

  private Optional<NexthopObject> object() {
    return NexthopObject.of(info);
  }

  @Override
  public boolean showsNexthops() {
    return object()
        .map(nh -> Fib4Route.isCompatible(nh.nexthop().field("net").deref()))
        .orElse(true);
  }

  @Override
  public int tos() {
    return 0;
  }

  @Override
  public long table() {
    Value table = info.field("fib6_table");
    return table.isNull() ? 0 : table.field("tb6_id").asLong() & 0xffffffffL;
  }

  @Override
  public int protocol() {
    return info.field("fib6_protocol").asInt();
  }

  @Override
  public int scope() {
    return 0; // RT_SCOPE_UNIVERSE: IPv6 has none
  }

  @Override
  public int type() {
    return object().filter(NexthopObject::isBlackhole).isPresent()
        ? RTN_BLACKHOLE
        : info.field("fib6_type").asInt();
  }

  @Override
  public IpAddress preferredSource() {
    return info.at("fib6_prefsrc.plen").asInt() == 0
        ? IpAddress.NONE
        : IpAddress.ipv6(info.at("fib6_prefsrc.addr"));
  }

  @Override
  public OptionalLong priority() {
    return OptionalLong.of(metric());
  }

  public long metric() {
    return info.field("fib6_metric").asLong() & 0xffffffffL;
  }

  /** {@code RTF_*}, as {@code /proc/net/ipv6_route} shows them. */
  public long routeFlags() {
    return info.field("fib6_flags").asLong() & 0xffffffffL;
  }

  @Override
  public long flags() {
    List<Nexthop> nexthops = nexthops();
    boolean single = showsNexthops() && nexthops.size() == 1;
    return (single ? nexthops.get(0).flags() : 0) | Route.hardwareFlags(info);
  }

  @Override
  public RouteMetrics metrics() {
    return RouteMetrics.of(info.field("fib6_metrics"));
  }

  @Override
  public List<Nexthop> nexthops() {
    List<Nexthop> nexthops = new ArrayList<>(own());
    siblings().forEach(sibling -> nexthops.addAll(new Fib6Route(sibling).own()));
    return nexthops;
  }

  /** The way of this entry, without its siblings'. */
  public List<Nexthop> own() {
    Optional<NexthopObject> object = object();
    if (object.isPresent()) {
      return object.get().nexthops();
    }
    Value nexthop = info.field("fib6_nh");
    return List.of(Nexthop.of(info.has("fib6_nh[0]") ? nexthop.index(0) : nexthop));
  }

  /** Other entries of the same route over several ways. */
  List<Value> siblings() {
    if (info.field("fib6_nsiblings").asInt() == 0) {
      return List.of();
    }
    return ListHead.forEachEntry(info.field("fib6_siblings"), "struct fib6_info", "fib6_siblings");
  }

  @Override
  public OptionalLong expiresJiffies() {
    return (routeFlags() & RTF_EXPIRES) == 0
        ? OptionalLong.empty()
        : OptionalLong.of(info.field("expires").asLong() - Hz.jiffies(info.program()));
  }

  /** {@code IPV6_EXTRACT_PREF()}. */
  @Override
  public OptionalInt preference() {
    return OptionalInt.of((int) (routeFlags() >> RTF_PREF_SHIFT) & RTF_PREF_BITS);
  }
}
