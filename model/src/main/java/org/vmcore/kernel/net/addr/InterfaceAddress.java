package org.vmcore.kernel.net.addr;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.Malformed;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * An address of a device as rtnetlink tells it: a {@code struct in_ifaddr} as {@code
 * inet_fill_ifaddr()}, or a {@code struct inet6_ifaddr} as {@code inet6_fill_ifaddr()} does.
 *
 * @param local the address of the device
 * @param peer that of the other end, or the local one again
 * @param prefixLength bits
 * @param broadcast or none
 * @param scope {@code RT_SCOPE_*}
 * @param flags {@code IFA_F_*}
 * @param label of IPv4 addresses, may be empty
 * @param metric of the route to the network, 0 without
 * @param protocol {@code IFAPROT_*} of who gave it; 0 where that is not known
 */
public record InterfaceAddress(
    IpAddress local,
    IpAddress peer,
    int prefixLength,
    IpAddress broadcast,
    int scope,
    long flags,
    String label,
    long metric,
    int protocol,
    Lifetime lifetime) {
  // include/uapi/linux/if_addr.h
  public static final int IFA_F_DEPRECATED = 0x20;
  public static final int IFA_F_PERMANENT = 0x80;

  private static final int MAX_ADDRESSES = 1 << 20;
  // include/net/ipv6.h
  private static final int IFA_HOST = 0x0010;
  private static final int IFA_LINK = 0x0020;
  private static final int IFA_SITE = 0x0040;
  // include/uapi/linux/rtnetlink.h
  private static final int RT_SCOPE_UNIVERSE = 0;
  private static final int RT_SCOPE_SITE = 200;
  private static final int RT_SCOPE_LINK = 253;
  private static final int RT_SCOPE_HOST = 254;

  /** The addresses of a device, those of IPv4 first. */
  public static List<InterfaceAddress> of(NetDevice device) {
    List<InterfaceAddress> all = new ArrayList<>();
    inIfaddrs(device).forEach(ifaddr -> all.add(ofIpv4(ifaddr)));
    inet6Ifaddrs(device).forEach(ifaddr -> all.add(ofIpv6(ifaddr)));
    return all;
  }

  /** {@code struct in_ifaddr}s. */
  private static List<Value> inIfaddrs(NetDevice device) {
    List<Value> all = new ArrayList<>();
    Value inDev = device.value().field("ip_ptr");
    if (inDev.isNull()) {
      return all;
    }
    Set<Long> seen = new HashSet<>();
    for (Value next = inDev.field("ifa_list"); !next.isNull(); next = next.field("ifa_next")) {
      if (!seen.add(next.asLong()) || all.size() == MAX_ADDRESSES) {
        throw new Malformed("addresses run into each other", "struct in_ifaddr", next.asLong());
      }
      all.add(next.deref());
    }
    return all;
  }

  /** {@code struct inet6_ifaddr}s; a kernel without IPv6 has none. */
  private static List<Value> inet6Ifaddrs(NetDevice device) {
    if (!device.value().has("ip6_ptr.addr_list") || device.value().field("ip6_ptr").isNull()) {
      return List.of();
    }
    Value inet6Dev = device.value().field("ip6_ptr");
    return ListHead.forEachEntry(inet6Dev.field("addr_list"), "struct inet6_ifaddr", "if_list");
  }

  private static InterfaceAddress ofIpv4(Value ifaddr) {
    IpAddress broadcast = IpAddress.ipv4(ifaddr.field("ifa_broadcast"));
    long flags = ifaddr.field("ifa_flags").asLong() & 0xffffffffL;
    return new InterfaceAddress(
        IpAddress.ipv4(ifaddr.field("ifa_local")),
        IpAddress.ipv4(ifaddr.field("ifa_address")),
        ifaddr.field("ifa_prefixlen").asInt(),
        broadcast.isAny() ? IpAddress.NONE : broadcast,
        ifaddr.field("ifa_scope").asInt(),
        flags,
        ifaddr.field("ifa_label").asString(),
        number(ifaddr, "ifa_rt_priority"),
        (int) number(ifaddr, "ifa_proto"),
        (flags & IFA_F_PERMANENT) != 0
            ? Lifetime.FOREVER
            : Lifetime.left(
                number(ifaddr, "ifa_valid_lft"),
                number(ifaddr, "ifa_preferred_lft"),
                ageSeconds(ifaddr.field("ifa_tstamp"))));
  }

  private static InterfaceAddress ofIpv6(Value ifaddr) {
    IpAddress local = IpAddress.ipv6(ifaddr.field("addr"));
    IpAddress peer = IpAddress.ipv6(ifaddr.field("peer_addr"));
    Lifetime given = new Lifetime(number(ifaddr, "valid_lft"), number(ifaddr, "prefered_lft"));
    long flags = number(ifaddr, "flags");
    boolean forever = (flags & IFA_F_PERMANENT) != 0 && given.isAlwaysPreferred();
    return new InterfaceAddress(
        local,
        peer.isAny() ? local : peer,
        ifaddr.field("prefix_len").asInt(),
        IpAddress.NONE,
        rtScope(ifaddr.field("scope").asInt()),
        flags,
        "",
        number(ifaddr, "rt_priority"),
        (int) number(ifaddr, "ifa_proto"),
        forever
            ? Lifetime.FOREVER
            : Lifetime.left(
                given.validSeconds(),
                given.preferredSeconds(),
                ageSeconds(ifaddr.field("tstamp"))));
  }

  /** {@code rt_scope()}, {@code net/ipv6/addrconf.c}. */
  private static int rtScope(int scope) {
    if ((scope & IFA_HOST) != 0) {
      return RT_SCOPE_HOST;
    }
    if ((scope & IFA_LINK) != 0) {
      return RT_SCOPE_LINK;
    }
    return (scope & IFA_SITE) != 0 ? RT_SCOPE_SITE : RT_SCOPE_UNIVERSE;
  }

  private static long number(Value ifaddr, String member) {
    return MemberVariants.find(ifaddr, member).map(Value::asLong).orElse(0L) & 0xffffffffL;
  }

  private static long ageSeconds(Value stamp) {
    Program kernel = stamp.program();
    return (Hz.jiffies(kernel) - stamp.asLong()) / Hz.of(kernel);
  }
}
