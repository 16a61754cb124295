package org.vmcore.emit.proc.net;

import java.nio.ByteBuffer;
import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.net.DstEntries;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.PacketType;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Small files of {@code /proc/net}: handlers of packets, counters of routes, clocks. */
final class NetTables {
  private static final int NSEC_PER_USEC = 1000;
  private static final long NSEC_PER_SEC = 1_000_000_000;
  private static final int PSCHED_TICK_NS = 1 << 6; // PSCHED_SHIFT, include/net/pkt_sched.h

  /** {@code ptype_seq_show()}, {@code net/core/net-procfs.c}. */
  @Emits("proc/net/ptype")
  void packetTypes(Program kernel, Text out) {
    out.line("Type Device      Function");
    for (PacketType type : PacketType.in(NetNamespaces.ofReader(kernel))) {
      out.raw(type.type() == PacketType.ETH_P_ALL ? "ALL " : Text.format("%04x", type.type()));
      out.line(" %-8s %s", type.device().map(device -> device.name()).orElse(""), type.function());
    }
  }

  /** {@code rt_cache_seq_show()}, {@code net/ipv4/route.c}: routes are cached no more. */
  @Emits(value = "proc/net/rt_cache", needs = "rt_cache_stat")
  void routeCache(Program kernel, Text out) {
    out.line(
        "%-127s",
        "Iface\tDestination\tGateway \tFlags\t\tRefCnt\tUse\tMetric\tSource\t\tMTU\tWindow\tIRTT\t"
            + "TOS\tHHRef\tHHUptod\tSpecDst");
  }

  /** {@code rt_acct_proc_show()}, {@code net/ipv4/route.c}: four numbers for each realm. */
  @Emits(value = "proc/net/rt_acct", needs = "ip_rt_acct")
  void routeAccounts(Program kernel, Text out) {
    Value perCpu = kernel.symbol("ip_rt_acct");
    int sizeBytes = REALMS * (int) kernel.sizeOf("struct ip_rt_acct");
    int[] sums = new int[sizeBytes / Integer.BYTES];
    for (int cpu : CpuMask.possible(kernel).stream().toArray()) {
      long address = PerCpu.of(kernel).ptr(perCpu, cpu).address();
      long[] numbers = kernel.number("unsigned int *", address).longs(sums.length);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += (int) numbers[i];
      }
    }
    out.raw(inByteOrder(kernel, sums));
  }

  private static final int REALMS = 256;

  private static byte[] inByteOrder(Program kernel, int[] numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Integer.BYTES);
    bytes.order(kernel.memory().order());
    bytes.asIntBuffer().put(numbers);
    return bytes.array();
  }

  /** {@code rt6_stats_seq_show()}, {@code net/ipv6/route.c}. */
  @Emits(value = "proc/net/rt6_stats", needs = "struct rt6_statistics")
  void routes6(Program kernel, Text out) {
    Value ipv6 = NetNamespaces.ofReader(kernel).field("ipv6");
    Value stats = ipv6.field("rt6_stats");
    for (String name : List.of("fib_nodes", "fib_route_nodes")) {
      out.print("%04x ", stats.field(name).asLong());
    }
    out.print("%04x", MemberVariants.first(stats, "fib_rt_alloc.counter", "fib_rt_alloc").asLong());
    out.print(" %04x", stats.field("fib_rt_entries").asLong());
    out.print(" %04x", stats.field("fib_rt_cache").asLong());
    out.print(" %04x", DstEntries.count(ipv6.field("ip6_dst_ops")));
    out.line(" %04x", stats.field("fib_discarded_routes").asLong());
  }

  /** {@code psched_show()}, {@code net/sched/sch_api.c}: lengths of ticks, and the clock's rate. */
  @Emits(value = "proc/net/psched", needs = "psched_net_ops")
  void psched(Program kernel, Text out) {
    long resolutionNs = kernel.symbol("hrtimer_resolution").asLong();
    out.print("%08x %08x %08x", NSEC_PER_USEC, PSCHED_TICK_NS, 1_000_000);
    out.line(" %08x", NSEC_PER_SEC / resolutionNs);
  }

  /** {@code cn_proc_show()}, {@code drivers/connector/connector.c}. */
  @Emits(value = "proc/net/connector", needs = "struct cn_dev")
  void connector(Program kernel, Text out) {
    out.line("Name            ID");
    for (Value device : kernel.symbols("cdev")) {
      if (device.has("cbdev") && !device.field("cbdev").isNull()) {
        callbacks(device.field("cbdev").field("queue_list"), out);
      }
    }
  }

  private static void callbacks(Value list, Text out) {
    for (Value entry : ListHead.forEachEntry(list, "struct cn_callback_entry", "callback_entry")) {
      Value id = entry.field("id");
      out.print("%-15s ", id.field("name").asString());
      out.line("%u:%u", id.at("id.idx").asLong(), id.at("id.val").asLong());
    }
  }
}
