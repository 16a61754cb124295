package org.vmcore.kernel.net;

import java.util.List;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Groups whose packets a device receives, {@code net/ipv4/igmp.c} and {@code net/ipv6/mcast.c}. */
public final class MulticastGroups {
  private static final int MAF_TIMER_RUNNING = 1; // include/net/if_inet6.h

  private MulticastGroups() {}

  /** {@code struct ip_mc_list}s of a device; none when it has no IPv4. */
  public static List<Value> ipv4(NetDevice device) {
    Value inDev = device.value().field("ip_ptr");
    return inDev.isNull() ? List.of() : PointerChain.of(inDev.field("mc_list"), "next_rcu", "next");
  }

  /** {@code struct ifmcaddr6}s of a device; none when it has no IPv6. */
  public static List<Value> ipv6(NetDevice device) {
    return device.value().field("ip6_ptr").isNull()
        ? List.of()
        : PointerChain.of(device.value().field("ip6_ptr").field("mc_list"), "next");
  }

  /** {@code struct ifacaddr6}s of a device: addresses that several machines share. */
  public static List<Value> anycast(NetDevice device) {
    return device.value().field("ip6_ptr").isNull()
        ? List.of()
        : PointerChain.of(device.value().field("ip6_ptr").field("ac_list"), "aca_next");
  }

  /** {@code struct netdev_hw_addr}s: hardware addresses of groups. */
  public static List<Value> hardware(NetDevice device) {
    return ListHead.forEachEntry(device.value().at("mc.list"), "struct netdev_hw_addr", "list");
  }

  /** {@code IGMP_V1_SEEN()} and {@code IGMP_V2_SEEN()}: the version that routers speak. */
  public static int igmpVersion(NetDevice device) {
    Value inDev = device.value().field("ip_ptr");
    Value all = device.net().at("ipv4.devconf_all");
    for (int version = 1; version <= 2; version++) {
      if (forcedVersion(all) == version
          || forcedVersion(inDev.field("cnf")) == version
          || isSeen(inDev.field("mr_v" + version + "_seen"))) {
        return version;
      }
    }
    return 3;
  }

  private static long forcedVersion(Value conf) {
    long place = conf.program().enumerator("IPV4_DEVCONF_FORCE_IGMP_VERSION") - 1;
    return conf.field("data").index(place).asLong();
  }

  private static boolean isSeen(Value untilJiffies) {
    long until = untilJiffies.asLong();
    return until != 0 && Hz.jiffies(untilJiffies.program()) - until < 0;
  }

  /** Clock ticks until a {@code struct ip_mc_list} reports; 0 when its timer does not run. */
  public static long ipv4TimerTicks(Value group) {
    return group.field("tm_running").asLong() == 0 ? 0 : ticks(group.field("timer"));
  }

  /** Clock ticks until a {@code struct ifmcaddr6} reports; its timer became a work in 5.13. */
  public static long ipv6TimerTicks(Value group) {
    boolean runs = (group.field("mca_flags").asLong() & MAF_TIMER_RUNNING) != 0;
    return runs ? ticks(MemberVariants.first(group, "mca_work.timer", "mca_timer")) : 0;
  }

  private static long ticks(Value timer) {
    Program kernel = timer.program();
    long left = timer.field("expires").asLong() - Hz.jiffies(kernel);
    return Hz.jiffiesToClockT(kernel, Math.max(left, 0));
  }
}
