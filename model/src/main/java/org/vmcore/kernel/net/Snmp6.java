package org.vmcore.kernel.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vmcore.model.Value;

/** The counters of {@code /proc/net/snmp6} and {@code dev_snmp6}, {@code net/ipv6/proc.c}. */
public final class Snmp6 {
  private static final int ICMP6MSG_OUT = 0x100;

  /** Types of ICMPv6 that have names, {@code snmp6_seq_show_icmpv6msg()}. */
  private static final Map<Integer, String> TYPES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(1, "DestUnreachs"),
              Map.entry(2, "PktTooBigs"),
              Map.entry(3, "TimeExcds"),
              Map.entry(4, "ParmProblems"),
              Map.entry(128, "Echos"),
              Map.entry(129, "EchoReplies"),
              Map.entry(130, "GroupMembQueries"),
              Map.entry(131, "GroupMembResponses"),
              Map.entry(132, "GroupMembReductions"),
              Map.entry(133, "RouterSolicits"),
              Map.entry(134, "RouterAdvertisements"),
              Map.entry(135, "NeighborSolicits"),
              Map.entry(136, "NeighborAdvertisements"),
              Map.entry(137, "Redirects"),
              Map.entry(143, "MLDv2Reports")));

  private Snmp6() {}

  /** What {@code snmp6_seq_show()} shows of a {@code struct net}. */
  public static List<SnmpCounter> of(Value net) {
    Value mib = net.field("mib");
    List<SnmpCounter> all = new ArrayList<>();
    all.addAll(SnmpMib.counters("snmp6_ipstats_list", mib.field("ipv6_statistics")));
    all.addAll(SnmpMib.counters("snmp6_icmp6_list", mib.field("icmpv6_statistics")));
    addMessages(mib.at("icmpv6msg_statistics.mibs"), all);
    all.addAll(SnmpMib.counters("snmp6_udp6_list", mib.field("udp_stats_in6")));
    if (mib.has("udplite_stats_in6")) { // before 7.1
      all.addAll(SnmpMib.counters("snmp6_udplite6_list", mib.field("udplite_stats_in6")));
    }
    return List.copyOf(all);
  }

  /**
   * What {@code snmp6_dev_seq_show()} shows of a {@code struct inet6_dev}, but for its number.
   * Since the tables end without a mark the last counter of ICMP is not shown for devices.
   */
  public static List<SnmpCounter> ofDevice(Value idev) {
    Value stats = idev.field("stats");
    List<SnmpCounter> all = new ArrayList<>();
    all.addAll(SnmpMib.counters("snmp6_ipstats_list", stats.field("ipv6")));
    List<SnmpCounter> icmp = SnmpMib.shared("snmp6_icmp6_list", stats.at("icmpv6dev.mibs"));
    boolean whole = SnmpMib.endsWithSentinel("snmp6_icmp6_list", idev.program());
    all.addAll(icmp.subList(0, icmp.size() - (whole ? 0 : 1)));
    addMessages(stats.at("icmpv6msgdev.mibs"), all);
    return List.copyOf(all);
  }

  /** By name, whether or not they occurred, and by number those that did. */
  private static void addMessages(Value mibs, List<SnmpCounter> all) {
    long[] types = SnmpMib.longs(mibs);
    for (int offset = 0; offset <= ICMP6MSG_OUT; offset += ICMP6MSG_OUT) {
      for (Map.Entry<Integer, String> type : TYPES.entrySet()) {
        String direction = offset == 0 ? "In" : "Out";
        all.add(
            new SnmpCounter("Icmp6" + direction + type.getValue(), types[type.getKey() + offset]));
      }
    }
    all.addAll(SnmpGroups.occurred("Icmp6", types));
  }
}
