package org.vmcore.kernel.net.addr;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.model.Malformed;
import org.vmcore.model.Value;

/** Groups that a device has joined, {@code net/ipv4/igmp.c} and {@code net/ipv6/mcast.c}. */
public final class MulticastGroups {
  private static final int MAX_GROUPS = 1 << 20;

  /**
   * @param users how many joined it
   */
  public record Group(IpAddress address, int users) {}

  private MulticastGroups() {}

  /** {@code struct ip_mc_list}s, the latest first. */
  public static List<Group> ofIpv4(NetDevice device) {
    Value inDev = device.value().field("ip_ptr");
    List<Group> groups = new ArrayList<>();
    if (!inDev.isNull()) {
      for (Value group : chain(inDev.field("mc_list"), "next_rcu")) {
        groups.add(
            new Group(IpAddress.ipv4(group.field("multiaddr")), group.field("users").asInt()));
      }
    }
    return groups;
  }

  /** {@code struct ifmcaddr6}s, the latest first; none without IPv6. */
  public static List<Group> ofIpv6(NetDevice device) {
    List<Group> groups = new ArrayList<>();
    if (device.value().has("ip6_ptr.mc_list") && !device.value().field("ip6_ptr").isNull()) {
      for (Value group : chain(device.value().at("ip6_ptr.mc_list"), "next")) {
        groups.add(
            new Group(IpAddress.ipv6(group.field("mca_addr")), group.field("mca_users").asInt()));
      }
    }
    return groups;
  }

  private static List<Value> chain(Value first, String link) {
    List<Value> all = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    for (Value next = first; !next.isNull(); next = next.field(link)) {
      if (!seen.add(next.asLong()) || all.size() == MAX_GROUPS) {
        throw new Malformed("groups run into each other", next.type().spelling(), next.asLong());
      }
      all.add(next.deref());
    }
    return all;
  }
}
