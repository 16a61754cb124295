package org.vmcore.emit.proc.net;

import java.util.List;
import java.util.Optional;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.addr.IpAddress;
import org.vmcore.kernel.net.route.FibAlias;
import org.vmcore.kernel.net.route.FibInfo;
import org.vmcore.kernel.net.route.FibTable;
import org.vmcore.kernel.net.route.FibTables;
import org.vmcore.kernel.net.route.Nexthop;
import org.vmcore.kernel.net.route.Route;
import org.vmcore.kernel.net.route.RouteMetrics;
import org.vmcore.model.Entries;
import org.vmcore.model.Program;

/**
 * {@code /proc/net/route} as {@code fib_route_seq_show()}, {@code net/ipv4/fib_trie.c}: the main
 * table, addresses as the CPU reads them, each line filled up with blanks.
 */
final class RouteFile {
  private static final String WIDTH = "%-127s";
  // include/uapi/linux/route.h
  private static final int RTF_UP = 0x0001;
  private static final int RTF_GATEWAY = 0x0002;
  private static final int RTF_HOST = 0x0004;
  private static final int RTF_REJECT = 0x0200;
  private static final int HOST_PREFIX = 32;
  private static final int HEADERS_BYTES = 40; // of IPv4 and TCP, which the MSS leaves out

  @Emits(value = "proc/net/route", needs = "struct fib_table")
  void route(Program kernel, Text out) {
    out.line(
        WIDTH,
        "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT");
    Optional<FibTable> main = FibTables.byId(NetNamespaces.ofReader(kernel), Route.RT_TABLE_MAIN);
    for (FibAlias alias : main.map(FibTable::aliases).orElse(List.of())) {
      if (alias.type() != Route.RTN_BROADCAST && alias.type() != Route.RTN_MULTICAST) {
        out.line(WIDTH, line(kernel, alias));
      }
    }
  }

  private static String line(Program kernel, FibAlias alias) {
    FibInfo info = alias.info();
    Nexthop nexthop = Entries.at(info.nexthops(), 0, "struct fib_info");
    RouteMetrics metrics = info.metrics();
    long advmss = metrics.get(RouteMetrics.RTAX_ADVMSS);
    return Text.format(
        "%s\t%08X\t%08X\t%04X\t%d\t%u\t%d\t%08X\t%d\t%u\t%u",
        nexthop.device().map(NetDevice::name).orElse("*"),
        number(kernel, alias.destination()),
        nexthop.gateway().family() == IpAddress.AF_INET ? number(kernel, nexthop.gateway()) : 0,
        flags(alias, nexthop),
        0,
        0,
        (int) info.priority(),
        number(kernel, mask(alias.prefixLength())),
        advmss == 0 ? 0 : advmss + HEADERS_BYTES,
        metrics.get(RouteMetrics.RTAX_WINDOW),
        metrics.get(RouteMetrics.RTAX_RTT) >> 3);
  }

  /** {@code fib_flag_trans()}. */
  private static int flags(FibAlias alias, Nexthop nexthop) {
    boolean rejects = alias.type() == Route.RTN_UNREACHABLE || alias.type() == Route.RTN_PROHIBIT;
    return RTF_UP
        | (rejects ? RTF_REJECT : 0)
        | (nexthop.gateway().isAny() ? 0 : RTF_GATEWAY)
        | (alias.prefixLength() == HOST_PREFIX ? RTF_HOST : 0);
  }

  private static IpAddress mask(int prefixLength) {
    return IpAddress.ofHostOrder(prefixLength == 0 ? 0 : -1L << HOST_PREFIX - prefixLength);
  }

  private static long number(Program kernel, IpAddress address) {
    return address.number(kernel.memory().order());
  }
}
