package org.vmcore.emit.proc.net;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.addr.IpAddress;
import org.vmcore.kernel.net.route.Fib6Route;
import org.vmcore.kernel.net.route.Fib6Tables;
import org.vmcore.kernel.net.route.Nexthop;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code /proc/net/ipv6_route} as {@code ipv6_route_seq_show()}, {@code net/ipv6/ip6_fib.c}. */
final class Ipv6RouteFile {
  private static final String ANY = "0".repeat(32);

  @Emits(value = "proc/net/ipv6_route", needs = "struct fib6_info")
  void ipv6Route(Program kernel, Text out) {
    for (Value table : Fib6Tables.of(NetNamespaces.ofReader(kernel))) {
      for (Value info : Fib6Tables.infos(table)) {
        line(new Fib6Route(info), out);
      }
    }
  }

  private static void line(Fib6Route route, Text out) {
    Nexthop nexthop = route.own().get(0);
    IpAddress gateway = nexthop.gateway();
    long flags = route.routeFlags() | (gateway.isPresent() ? Fib6Route.RTF_GATEWAY : 0);
    out.line(
        "%s %02x %s %02x %s %08x %08x %08x %08x %8s",
        route.destination().hex(),
        route.destinationLength(),
        route.source().hex(),
        route.sourceLength(),
        gateway.isPresent() ? gateway.hex() : ANY,
        route.metric(),
        route.info().at("fib6_ref.refs.counter").asInt(),
        0,
        flags,
        nexthop.device().map(NetDevice::name).orElse(""));
  }
}
