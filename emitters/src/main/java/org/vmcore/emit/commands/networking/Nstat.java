package org.vmcore.emit.commands.networking;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.Protocols;
import org.vmcore.kernel.net.Snmp6;
import org.vmcore.kernel.net.SnmpCounter;
import org.vmcore.kernel.net.SnmpGroup;
import org.vmcore.kernel.net.SnmpGroups;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Counters of protocols and sockets: {@code nstat -zas} and {@code ss -s} of iproute2. */
final class Nstat {
  /** {@code useless_numbers()}: no counters at all. */
  private static final Set<String> NOT_SHOWN =
      Set.of(
          "IpForwarding",
          "IpDefaultTTL",
          "TcpRtoAlgorithm",
          "TcpRtoMin",
          "TcpRtoMax",
          "TcpMaxConn",
          "TcpCurrEstab");

  /** {@code dump_kern_db()}, {@code misc/nstat.c}. */
  @Emits("sos_commands/networking/nstat_-zas")
  void nstat(Program kernel, Text out) {
    nstat(NetNamespaces.ofReader(kernel), out);
  }

  static void nstat(Value net, Text out) {
    List<SnmpCounter> all = new ArrayList<>();
    SnmpGroups.snmp(net).forEach(group -> add(group, all));
    if (net.program().hasSymbol("snmp6_ipstats_list")) {
      all.addAll(Snmp6.of(net));
    }
    SnmpGroups.netstat(net).forEach(group -> add(group, all));
    out.line("#kernel");
    for (SnmpCounter counter : all) {
      if (!NOT_SHOWN.contains(counter.name())) {
        out.line("%-32s%-16llu%6s", counter.name(), counter.value(), "0.0");
      }
    }
  }

  private static void add(SnmpGroup group, List<SnmpCounter> all) {
    for (SnmpCounter counter : group.counters()) {
      all.add(new SnmpCounter(group.protocol() + counter.name(), counter.value()));
    }
  }

  /** {@code print_summary()}, {@code misc/ss.c}. */
  @Emits("sos_commands/networking/ss_-s")
  void summary(Program kernel, Text out) {
    Value net = NetNamespaces.ofReader(kernel);
    Sums sums = new Sums(kernel, net);
    long total = Protocols.socketsAllocated(kernel.symbol("tcp_prot"));
    long hashed = sums.used("tcp_prot") + sums.used("tcpv6_prot");
    long waiting = Protocols.tcpTimeWait(net);
    out.line("Total: %d", Protocols.inUse(net));
    out.line(
        "TCP:   %d (estab %d, closed %d, orphaned %d, timewait %d)",
        total + waiting,
        established(net),
        total - (hashed - waiting),
        Protocols.tcpOrphans(kernel),
        waiting);
    out.line("\nTransport Total     IP        IPv6");
    sums.line("RAW", sums.used("raw_prot"), sums.used("rawv6_prot"), out);
    sums.line("UDP", sums.used("udp_prot"), sums.used("udpv6_prot"), out);
    sums.line("TCP", sums.used("tcp_prot"), sums.used("tcpv6_prot"), out);
    out.line("%s", sums.row("INET", sums.ipv4, sums.ipv6));
    out.line("%s", sums.row("FRAG", sums.fragments("ipv4"), sums.fragments("ipv6")));
    out.append('\n');
  }

  private static long established(Value net) {
    return SnmpGroups.snmp(net).stream()
        .filter(group -> group.protocol().equals("Tcp"))
        .flatMap(group -> group.counters().stream())
        .filter(counter -> counter.name().equals("CurrEstab"))
        .mapToLong(SnmpCounter::value)
        .findFirst()
        .orElse(0);
  }

  /** Sockets by protocol, and what they add up to. For one thread. */
  private static final class Sums {
    private final Program kernel;
    private final Value net;
    private long ipv4;
    private long ipv6;

    Sums(Program kernel, Value net) {
      this.kernel = kernel;
      this.net = net;
    }

    long used(String proto) {
      return kernel.findSymbol(proto).map(found -> Protocols.inUse(net, found)).orElse(0);
    }

    long fragments(String family) {
      return net.has(family)
          ? Protocols.fragments(net, family).at("rhashtable.nelems.counter").asLong()
          : 0;
    }

    void line(String name, long v4, long v6, Text out) {
      ipv4 += v4;
      ipv6 += v6;
      out.line("%s", row(name, v4, v6));
    }

    String row(String name, long v4, long v6) {
      return Text.format("%s\t  %-9d %-9d %-9d", name, v4 + v6, v4, v6);
    }
  }
}
