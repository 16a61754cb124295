package org.vmcore.kernel.net.route;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.vmcore.kernel.net.addr.IpAddress;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/** A route of IPv4 as {@code fib_dump_info()}, {@code net/ipv4/fib_semantics.c}, tells it. */
record Fib4Route(FibAlias alias, FibInfo info) implements Route {
  Fib4Route(FibAlias alias) {
    this(alias, alias.info());
  }

  @Override
  public int family() {
    return IpAddress.AF_INET;
  }

  @Override
  public IpAddress destination() {
    return alias.destination();
  }

  @Override
  public int destinationLength() {
    return alias.prefixLength();
  }

  @Override
  public IpAddress source() {
    return IpAddress.NONE;
  }

  @Override
  public int sourceLength() {
    return 0;
  }

  @Override
  public OptionalLong nexthopId() {
    return info.nexthopObject()
        .map(object -> OptionalLong.of(object.id()))
        .orElse(OptionalLong.empty());
  }

  @Override
  public boolean showsNexthops() {
    return info.nexthopObject().isEmpty() || isCompatible(info.info().field("fib_net"));
  }

  /** {@code net.ipv4.nexthop_compat_mode}, 5.8+; before, the ways on were always told. */
  static boolean isCompatible(Value net) {
    return MemberVariants.find(net, "ipv4.sysctl_nexthop_compat_mode")
        .map(Value::asBoolean)
        .orElse(true);
  }

  @Override
  public int tos() {
    return alias.tos();
  }

  @Override
  public long table() {
    return alias.tableId();
  }

  @Override
  public int protocol() {
    return info.protocol();
  }

  @Override
  public int scope() {
    return info.scope();
  }

  @Override
  public int type() {
    return info.nexthopObject().filter(NexthopObject::isBlackhole).isPresent()
        ? RTN_BLACKHOLE
        : alias.type();
  }

  @Override
  public IpAddress preferredSource() {
    return info.preferredSource();
  }

  @Override
  public OptionalLong priority() {
    return info.priority() == 0 ? OptionalLong.empty() : OptionalLong.of(info.priority());
  }

  @Override
  public long flags() {
    List<Nexthop> nexthops = nexthops();
    boolean fromNexthop = showsNexthops() && nexthops.size() == 1;
    return (fromNexthop ? nexthops.get(0).flags() : info.flags()) | alias.hardwareFlags();
  }

  @Override
  public RouteMetrics metrics() {
    return info.metrics();
  }

  @Override
  public List<Nexthop> nexthops() {
    return info.nexthops();
  }

  @Override
  public OptionalLong expiresJiffies() {
    return OptionalLong.empty();
  }

  @Override
  public OptionalInt preference() {
    return OptionalInt.empty();
  }
}
