package org.vmcore.emit.commands.networking;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.addr.IpAddress;
import org.vmcore.kernel.net.route.Fib6Tables;
import org.vmcore.kernel.net.route.FibTables;
import org.vmcore.kernel.net.route.Nexthop;
import org.vmcore.kernel.net.route.Route;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code ip route show table all}: {@code print_route()}, {@code ip/iproute.c} of iproute2. */
final class IpRoute {
  private static final int RTPROT_BOOT = 3; // include/uapi/linux/rtnetlink.h

  @Emits("sos_commands/networking/ip_route_show_table_all")
  void all(Program kernel, Text out) {
    all(NetNamespaces.ofReader(kernel), out);
  }

  static void all(Value net, Text out) {
    print(ipv4(net), net.program(), out);
    print(ipv6(net), net.program(), out);
  }

  @Emits("sos_commands/networking/ip_-6_route_show_table_all")
  void ipv6(Program kernel, Text out) {
    print(ipv6(NetNamespaces.ofReader(kernel)), kernel, out);
  }

  static List<Route> ipv4(Value net) {
    return net.has("ipv4.fib_table_hash") ? FibTables.routes(net) : List.of();
  }

  static List<Route> ipv6(Value net) {
    boolean ready = net.has("ipv6.fib_table_hash") && !net.at("ipv6.fib_table_hash").isNull();
    return ready ? Fib6Tables.routes(net) : List.of();
  }

  static void print(List<Route> routes, Program kernel, Text out) {
    for (Route route : routes) {
      List<Nexthop> nexthops = route.showsNexthops() ? route.nexthops() : List.of();
      if (nexthops.stream().anyMatch(Nexthop::isEncapsulated)) {
        out.partial("what routes through light weight tunnels put around packets");
      }
      destination(route, out);
      if (nexthops.size() == 1) {
        way(route, nexthops.get(0), out);
      }
      origin(route, out);
      flags(route.flags(), out);
      if (nexthops.size() == 1) {
        realm(nexthops.get(0), out);
      }
      ending(route, kernel, out);
      if (nexthops.size() > 1) {
        nexthops.forEach(nexthop -> multipath(route, nexthop, out));
      }
      out.append('\n');
    }
  }

  private static void destination(Route route, Text out) {
    if (route.type() != Route.RTN_UNICAST) {
      out.print("%s ", RtNames.type(route.type()));
    }
    int length = route.destinationLength();
    out.print("%s ", length == 0 ? "default" : prefix(route.destination(), length));
    if (route.sourceLength() != 0) {
      out.print("from %s ", prefix(route.source(), route.sourceLength()));
    }
    route.nexthopId().ifPresent(id -> out.print("nhid %u ", id));
    if (route.tos() != 0) {
      out.print("tos %s ", RtNames.tos(route.tos()));
    }
  }

  private static String prefix(IpAddress address, int length) {
    return length == address.bits() ? address.toString() : address + "/" + length;
  }

  private static void way(Route route, Nexthop nexthop, Text out) {
    gateway(route, nexthop, out);
    nexthop.device().ifPresent(device -> out.print("dev %s ", device.name()));
  }

  private static void gateway(Route route, Nexthop nexthop, Text out) {
    IpAddress gateway = nexthop.gateway();
    if (gateway.isPresent()) {
      boolean other = gateway.family() != route.family();
      out.print("via %s%s ", other ? RtNames.family(gateway.family()) + " " : "", gateway);
    }
  }

  private static void origin(Route route, Text out) {
    if (route.table() != 0 && route.table() != Route.RT_TABLE_MAIN) {
      out.print("table %s ", RtNames.table(route.table()));
    }
    if (route.protocol() != RTPROT_BOOT) {
      out.print("proto %s ", RtNames.protocol(route.protocol()));
    }
    if (route.scope() != 0) {
      out.print("scope %s ", RtNames.scope(route.scope()));
    }
    if (route.preferredSource().isPresent()) {
      out.print("src %s ", route.preferredSource());
    }
    route.priority().ifPresent(metric -> out.print("metric %u ", metric));
  }

  /** {@code print_rt_flags()}. */
  private static void flags(long flags, Text out) {
    List<String> names = new ArrayList<>();
    add(names, flags, Nexthop.RTNH_F_DEAD, "dead");
    add(names, flags, Nexthop.RTNH_F_ONLINK, "onlink");
    add(names, flags, Nexthop.RTNH_F_PERVASIVE, "pervasive");
    add(names, flags, Nexthop.RTNH_F_OFFLOAD, "offload");
    add(names, flags, Nexthop.RTNH_F_TRAP, "trap");
    add(names, flags, Nexthop.RTNH_F_LINKDOWN, "linkdown");
    add(names, flags, Nexthop.RTNH_F_UNRESOLVED, "unresolved");
    add(names, flags, Route.RTM_F_OFFLOAD, "rt_offload");
    add(names, flags, Route.RTM_F_TRAP, "rt_trap");
    add(names, flags, Route.RTM_F_OFFLOAD_FAILED, "rt_offload_failed");
    names.forEach(name -> out.print("%s ", name));
  }

  private static void add(List<String> names, long flags, long flag, String name) {
    if ((flags & flag) != 0) {
      names.add(name);
    }
  }

  private static void realm(Nexthop nexthop, Text out) {
    if (nexthop.realm() != 0) {
      String word = nexthop.realm() >> 16 == 0 ? "realm" : "realms";
      out.print("%s %s ", word, RtNames.realms(nexthop.realm()));
    }
  }

  private static void ending(Route route, Program kernel, Text out) {
    OptionalLong expires = route.expiresJiffies();
    if (expires.isPresent()) {
      long ticks = Hz.jiffiesToClockT(kernel, Math.abs(expires.getAsLong()));
      long seconds = Long.signum(expires.getAsLong()) * ticks / Hz.USER_HZ;
      out.print("expires %dsec ", seconds);
    }
    RouteMetricsText.print(route.metrics(), kernel, out);
    route.preference().ifPresent(preference -> out.raw(preference(preference)));
  }

  /** {@code print_rt_pref()}. */
  private static String preference(int preference) {
    return switch (preference) { // ICMPV6_ROUTER_PREF_*, include/uapi/linux/icmpv6.h
      case 0 -> "pref medium";
      case 1 -> "pref high";
      case 3 -> "pref low";
      default -> Integer.toString(preference);
    };
  }

  /** {@code print_rta_multipath()}. */
  private static void multipath(Route route, Nexthop nexthop, Text out) {
    out.raw("\n\tnexthop ");
    gateway(route, nexthop, out);
    realm(nexthop, out);
    out.print(
        "dev %s weight %d ", nexthop.device().map(NetDevice::name).orElse("*"), nexthop.weight());
    flags(nexthop.flags(), out);
  }
}
