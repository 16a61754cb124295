package org.vmcore.emit.commands.networking;

import java.util.Map;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.route.Route;

/**
 * Names that iproute2 has for numbers of rtnetlink, {@code lib/rt_names.c} with the files that come
 * with it. What an administrator added to them is not in kernel memory.
 */
final class RtNames {
  private static final Map<Integer, String> PROTOCOLS =
      Map.ofEntries(
          Map.entry(0, "unspec"),
          Map.entry(1, "redirect"),
          Map.entry(2, "kernel"),
          Map.entry(3, "boot"),
          Map.entry(4, "static"),
          Map.entry(8, "gated"),
          Map.entry(9, "ra"),
          Map.entry(10, "mrt"),
          Map.entry(11, "zebra"),
          Map.entry(12, "bird"),
          Map.entry(13, "dnrouted"),
          Map.entry(14, "xorp"),
          Map.entry(15, "ntk"),
          Map.entry(16, "dhcp"),
          Map.entry(18, "keepalived"),
          Map.entry(42, "babel"),
          Map.entry(99, "openr"),
          Map.entry(186, "bgp"),
          Map.entry(187, "isis"),
          Map.entry(188, "ospf"),
          Map.entry(189, "rip"),
          Map.entry(192, "eigrp"));
  private static final Map<Integer, String> SCOPES =
      Map.of(0, "global", 200, "site", 253, "link", 254, "host", 255, "nowhere");
  private static final Map<Integer, String> TYPES =
      Map.ofEntries(
          Map.entry(0, "none"),
          Map.entry(Route.RTN_UNICAST, "unicast"),
          Map.entry(Route.RTN_LOCAL, "local"),
          Map.entry(Route.RTN_BROADCAST, "broadcast"),
          Map.entry(4, "anycast"),
          Map.entry(Route.RTN_MULTICAST, "multicast"),
          Map.entry(Route.RTN_BLACKHOLE, "blackhole"),
          Map.entry(Route.RTN_UNREACHABLE, "unreachable"),
          Map.entry(Route.RTN_PROHIBIT, "prohibit"),
          Map.entry(9, "throw"),
          Map.entry(10, "nat"),
          Map.entry(11, "xresolve"));
  private static final Map<Long, String> TABLES =
      Map.of(
          0L,
          "unspec",
          (long) Route.RT_TABLE_DEFAULT,
          "default",
          (long) Route.RT_TABLE_MAIN,
          "main",
          (long) Route.RT_TABLE_LOCAL,
          "local");

  private RtNames() {}

  /** {@code rtnl_rtprot_n2a()}. */
  static String protocol(int protocol) {
    return PROTOCOLS.getOrDefault(protocol, Integer.toString(protocol));
  }

  /** {@code rtnl_rtscope_n2a()}. */
  static String scope(int scope) {
    return SCOPES.getOrDefault(scope, Integer.toString(scope));
  }

  /** {@code rtnl_rtntype_n2a()}. */
  static String type(int type) {
    return TYPES.getOrDefault(type, Integer.toString(type));
  }

  /** {@code rtnl_rttable_n2a()}. */
  static String table(long table) {
    return TABLES.getOrDefault(table, Long.toString(table));
  }

  /** {@code rtnl_rtrealm_n2a()}. */
  static String realm(long realm) {
    return realm == 0 ? "unknown" : Long.toString(realm);
  }

  /** Realm of the source, if there is one, and of the destination. */
  static String realms(long realms) {
    long from = realms >> 16;
    return (from == 0 ? "" : realm(from) + "/") + realm(realms & 0xffff);
  }

  /** {@code rtnl_group_n2a()}. */
  static String group(int group) {
    return group == 0 ? "default" : Integer.toString(group);
  }

  /** {@code rtnl_dsfield_n2a()}. */
  static String tos(int tos) {
    return DSFIELDS.getOrDefault(tos, Text.format("0x%02x", tos));
  }

  private static final Map<Integer, String> DSFIELDS =
      Map.ofEntries(
          Map.entry(0x00, "default"),
          Map.entry(0x20, "CS1"),
          Map.entry(0x40, "CS2"),
          Map.entry(0x60, "CS3"),
          Map.entry(0x80, "CS4"),
          Map.entry(0xA0, "CS5"),
          Map.entry(0xC0, "CS6"),
          Map.entry(0xE0, "CS7"),
          Map.entry(0x28, "AF11"),
          Map.entry(0x30, "AF12"),
          Map.entry(0x38, "AF13"),
          Map.entry(0x48, "AF21"),
          Map.entry(0x50, "AF22"),
          Map.entry(0x58, "AF23"),
          Map.entry(0x68, "AF31"),
          Map.entry(0x70, "AF32"),
          Map.entry(0x78, "AF33"),
          Map.entry(0x88, "AF41"),
          Map.entry(0x90, "AF42"),
          Map.entry(0x98, "AF43"),
          Map.entry(0xB8, "EF"));

  /** {@code family_name()}. */
  static String family(int family) {
    return switch (family) {
      case 2 -> "inet";
      case 7 -> "bridge";
      case 10 -> "inet6";
      case 17 -> "link";
      case 28 -> "mpls";
      default -> "???";
    };
  }
}
