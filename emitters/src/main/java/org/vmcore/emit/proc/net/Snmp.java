package org.vmcore.emit.proc.net;

import org.vmcore.emit.Emits;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.Snmp6;
import org.vmcore.kernel.net.SnmpCounter;
import org.vmcore.kernel.net.SnmpGroup;
import org.vmcore.kernel.net.SnmpGroups;
import org.vmcore.kernel.net.SnmpMib;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Counters of protocols, {@code net/ipv4/proc.c}, {@code net/ipv6/proc.c} and others. */
final class Snmp {
  @Emits("proc/net/snmp")
  void snmp(Program kernel, Text out) {
    SnmpGroups.snmp(NetNamespaces.ofReader(kernel)).forEach(group -> show(group, out));
  }

  @Emits("proc/net/netstat")
  void netstat(Program kernel, Text out) {
    SnmpGroups.netstat(NetNamespaces.ofReader(kernel)).forEach(group -> show(group, out));
  }

  /** A line of names and a line of numbers. */
  private static void show(SnmpGroup group, Text out) {
    out.print("%s:", group.protocol());
    for (SnmpCounter counter : group.counters()) {
      out.print(" %s", counter.name());
    }
    out.print("\n%s:", group.protocol());
    for (SnmpCounter counter : group.counters()) {
      // RFC 2012: -1 says that the number of connections is not bounded.
      out.print(counter.name().equals("MaxConn") ? " %ld" : " %lu", counter.value());
    }
    out.append('\n');
  }

  @Emits(value = "proc/net/snmp6", needs = "snmp6_ipstats_list")
  void snmp6(Program kernel, Text out) {
    for (SnmpCounter counter : Snmp6.of(NetNamespaces.ofReader(kernel))) {
      out.line("%-32s\t%lu", counter.name(), counter.value());
    }
  }

  @EmitsMany(path = "proc/net/dev_snmp6/{dev}", each = Inet6Devices.class)
  void ofDevice(Program kernel, NetDevice device, Text out) {
    Value idev = device.value().field("ip6_ptr").deref();
    out.line("%-32s\t%u", "ifIndex", device.ifindex());
    for (SnmpCounter counter : Snmp6.ofDevice(idev)) {
      out.line("%-32s\t%lu", counter.name(), counter.value());
    }
  }

  /** {@code xfrm_statistics_seq_show()}, {@code net/xfrm/xfrm_proc.c}. */
  @Emits(value = "proc/net/xfrm_stat", needs = "xfrm_mib_list")
  void xfrm(Program kernel, Text out) {
    Value mib = NetNamespaces.ofReader(kernel).at("mib.xfrm_statistics");
    for (SnmpCounter counter : SnmpMib.counters("xfrm_mib_list", mib)) {
      out.line("%-24s\t%lu", counter.name(), counter.value());
    }
  }
}
