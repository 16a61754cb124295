package org.vmcore.kernel.net.route;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.vmcore.kernel.net.addr.IpAddress;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/** A route as rtnetlink tells it: {@code struct rtmsg} and the attributes after it. */
public sealed interface Route permits Fib4Route, Fib6Route {
  // include/uapi/linux/rtnetlink.h
  int RT_TABLE_DEFAULT = 253;
  int RT_TABLE_MAIN = 254;
  int RT_TABLE_LOCAL = 255;
  int RTN_UNICAST = 1;
  int RTN_LOCAL = 2;
  int RTN_BROADCAST = 3;
  int RTN_MULTICAST = 5;
  int RTN_BLACKHOLE = 6;
  int RTN_UNREACHABLE = 7;
  int RTN_PROHIBIT = 8;
  long RTM_F_OFFLOAD = 0x4000;
  long RTM_F_TRAP = 0x8000;
  long RTM_F_OFFLOAD_FAILED = 0x20000000;

  /** {@code AF_INET} or {@code AF_INET6}. */
  int family();

  IpAddress destination();

  int destinationLength();

  /** Where packets must come from, of {@link #sourceLength} bits. */
  IpAddress source();

  int sourceLength();

  /** Number of the nexthop object, where it has one. */
  OptionalLong nexthopId();

  /** Whether the ways on are told along with the number of the nexthop object. */
  boolean showsNexthops();

  int tos();

  long table();

  /** {@code RTPROT_*}. */
  int protocol();

  /** {@code RT_SCOPE_*}. */
  int scope();

  /** {@code RTN_*}. */
  int type();

  /** The address that packets leave with, or none. */
  IpAddress preferredSource();

  /** The metric that chooses between routes to the same destination. */
  OptionalLong priority();

  /** {@code RTNH_F_*} and {@code RTM_F_*}. */
  long flags();

  RouteMetrics metrics();

  List<Nexthop> nexthops();

  /** Time left in jiffies, for routes that expire. */
  OptionalLong expiresJiffies();

  /** {@code ICMPV6_ROUTER_PREF_*}, of IPv6 alone. */
  OptionalInt preference();

  /** {@code RTM_F_OFFLOAD}, {@code RTM_F_TRAP}, {@code RTM_F_OFFLOAD_FAILED} from the members. */
  static long hardwareFlags(Value route) {
    return (isSet(route, "offload") ? RTM_F_OFFLOAD : 0)
        | (isSet(route, "trap") ? RTM_F_TRAP : 0)
        | (isSet(route, "offload_failed") ? RTM_F_OFFLOAD_FAILED : 0);
  }

  private static boolean isSet(Value route, String member) {
    return MemberVariants.find(route, member).map(Value::asBoolean).orElse(false);
  }
}
