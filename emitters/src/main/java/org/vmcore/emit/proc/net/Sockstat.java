package org.vmcore.emit.proc.net;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.Protocols;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code /proc/net/sockstat} as {@code sockstat_seq_show()}, {@code net/ipv4/proc.c}, and {@code
 * sockstat6} as {@code sockstat6_seq_show()}, {@code net/ipv6/proc.c}.
 */
final class Sockstat {
  @Emits("proc/net/sockstat")
  void sockstat(Program kernel, Text out) {
    Value net = NetNamespaces.ofReader(kernel);
    Value tcp = kernel.symbol("tcp_prot");
    Value udp = kernel.symbol("udp_prot");
    out.line("sockets: used %d", Protocols.inUse(net));
    out.print("TCP: inuse %d", Protocols.inUse(net, tcp));
    out.print(" orphan %d", Protocols.tcpOrphans(kernel));
    out.print(" tw %d", Protocols.tcpTimeWait(net));
    out.print(" alloc %d", Protocols.socketsAllocated(tcp));
    out.line(" mem %ld", Protocols.memoryAllocatedPages(tcp));
    out.print("UDP: inuse %d", Protocols.inUse(net, udp));
    out.line(" mem %ld", Protocols.memoryAllocatedPages(udp));
    kernel.findSymbol("udplite_prot").ifPresent(proto -> inUse("UDPLITE", net, proto, out));
    inUse("RAW", net, kernel.symbol("raw_prot"), out);
    fragments("FRAG", Protocols.fragments(net, "ipv4"), out);
  }

  @Emits(value = "proc/net/sockstat6", needs = "tcpv6_prot")
  void sockstat6(Program kernel, Text out) {
    Value net = NetNamespaces.ofReader(kernel);
    inUse("TCP6", net, kernel.symbol("tcpv6_prot"), out);
    inUse("UDP6", net, kernel.symbol("udpv6_prot"), out);
    kernel.findSymbol("udplitev6_prot").ifPresent(proto -> inUse("UDPLITE6", net, proto, out));
    inUse("RAW6", net, kernel.symbol("rawv6_prot"), out);
    fragments("FRAG6", Protocols.fragments(net, "ipv6"), out);
  }

  private static void inUse(String name, Value net, Value proto, Text out) {
    out.line("%s: inuse %d", name, Protocols.inUse(net, proto));
  }

  private static void fragments(String name, Value queues, Text out) {
    out.print("%s: inuse %u", name, queues.at("rhashtable.nelems.counter").asLong());
    out.line(" memory %lu", queues.at("mem.counter").asLong());
  }
}
