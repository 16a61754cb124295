package org.vmcore.kernel.net;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The counters of {@code /proc/net/snmp} and {@code netstat}, {@code net/ipv4/proc.c}. */
public final class SnmpGroups {
  private static final int ICMPMSG_OUT = 0x100; // types that were sent follow those received
  private static final int PER_LINE = 16;
  private static final int IPV4_DEVCONF_FORWARDING = 1; // include/uapi/linux/ip.h

  private final Program kernel;
  private final Value net;
  private final Value mib;
  private final List<SnmpGroup> groups = new ArrayList<>();

  private SnmpGroups(Value net) {
    this.kernel = net.program();
    this.net = net;
    this.mib = net.field("mib");
  }

  /** What {@code snmp_seq_show()} shows of a {@code struct net}. */
  public static List<SnmpGroup> snmp(Value net) {
    SnmpGroups all = new SnmpGroups(net);
    all.addIp();
    all.addIcmp();
    all.addIcmpMsg();
    all.add("Tcp", "snmp4_tcp_list", "tcp_statistics");
    all.add("Udp", "snmp4_udp_list", "udp_statistics");
    if (all.mib.has("udplite_statistics")) { // before 7.1
      all.add("UdpLite", "snmp4_udp_list", "udplite_statistics");
    }
    return List.copyOf(all.groups);
  }

  /** What {@code netstat_seq_show()} shows of a {@code struct net}. */
  public static List<SnmpGroup> netstat(Value net) {
    SnmpGroups all = new SnmpGroups(net);
    all.add("TcpExt", "snmp4_net_list", "net_statistics");
    all.add("IpExt", "snmp4_ipextstats_list", "ip_statistics");
    if (all.mib.has("mptcp_statistics")) {
      all.add("MPTcpExt", "mptcp_snmp_list", "mptcp_statistics");
    }
    return List.copyOf(all.groups);
  }

  private void add(String protocol, String table, String statistics) {
    groups.add(new SnmpGroup(protocol, SnmpMib.counters(table, mib.field(statistics))));
  }

  private void addIp() {
    List<SnmpCounter> counters = new ArrayList<>();
    Value conf = net.at("ipv4.devconf_all").field("data").index(IPV4_DEVCONF_FORWARDING - 1);
    counters.add(new SnmpCounter("Forwarding", conf.asBoolean() ? 1 : 2));
    counters.add(new SnmpCounter("DefaultTTL", net.at("ipv4.sysctl_ip_default_ttl").asLong()));
    counters.addAll(SnmpMib.counters("snmp4_ipstats_list", mib.field("ip_statistics")));
    groups.add(new SnmpGroup("Ip", counters));
  }

  /** {@code icmp_put()}. */
  private void addIcmp() {
    long[] sums = SnmpMib.fold(mib.field("icmp_statistics"));
    long[] types = SnmpMib.longs(mib.at("icmpmsg_statistics.mibs"));
    List<SnmpCounter> counters = new ArrayList<>();
    addField("InMsgs", "ICMP_MIB_INMSGS", sums, counters);
    addField("InErrors", "ICMP_MIB_INERRORS", sums, counters);
    addField("InCsumErrors", "ICMP_MIB_CSUMERRORS", sums, counters);
    addTypes("In", 0, types, counters);
    addField("OutMsgs", "ICMP_MIB_OUTMSGS", sums, counters);
    addField("OutErrors", "ICMP_MIB_OUTERRORS", sums, counters);
    addField("OutRateLimitGlobal", "ICMP_MIB_RATELIMITGLOBAL", sums, counters);
    addField("OutRateLimitHost", "ICMP_MIB_RATELIMITHOST", sums, counters);
    addTypes("Out", ICMPMSG_OUT, types, counters);
    groups.add(new SnmpGroup("Icmp", counters));
  }

  /** Fields that a kernel does not have it does not show either. */
  private void addField(String name, String field, long[] sums, List<SnmpCounter> counters) {
    OptionalLong index = kernel.findEnumerator(field);
    if (index.isPresent() && index.getAsLong() < sums.length) {
      counters.add(new SnmpCounter(name, sums[(int) index.getAsLong()]));
    }
  }

  /** By {@code icmpmibmap}. */
  private void addTypes(String prefix, int offset, long[] types, List<SnmpCounter> counters) {
    for (Value type : kernel.symbol("icmpmibmap").elements()) {
      int index = type.field("index").asInt() + offset;
      if (!type.field("name").isNull() && index >= 0 && index < types.length) {
        counters.add(new SnmpCounter(prefix + type.field("name").asString(), types[index]));
      }
    }
  }

  /** {@code icmpmsg_put()}: types that occurred, 16 to a line. */
  private void addIcmpMsg() {
    List<SnmpCounter> counters = occurred("", SnmpMib.longs(mib.at("icmpmsg_statistics.mibs")));
    for (int from = 0; from < counters.size(); from += PER_LINE) {
      int to = Math.min(from + PER_LINE, counters.size());
      groups.add(new SnmpGroup("IcmpMsg", counters.subList(from, to)));
    }
  }

  /** Types of messages that occurred, those received first. */
  static List<SnmpCounter> occurred(String prefix, long[] types) {
    List<SnmpCounter> counters = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      if (types[i] != 0) {
        String direction = i >= ICMPMSG_OUT ? "Out" : "In";
        int type = i & ICMPMSG_OUT - 1;
        counters.add(new SnmpCounter(prefix + direction + "Type" + type, types[i]));
      }
    }
    return counters;
  }
}
