package org.vmcore.emit.commands.networking;

import java.util.List;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.U64Stats;
import org.vmcore.model.Value;

/** Statistics of {@code virtio_net}: {@code virtnet_get_strings()} and what it names. */
final class VirtioStatistics {
  private static final List<String> RECEIVE =
      List.of(
          "packets",
          "bytes",
          "drops",
          "xdp_packets",
          "xdp_tx",
          "xdp_redirects",
          "xdp_drops",
          "kicks");
  private static final List<String> SEND =
      List.of("packets", "bytes", "xdp_tx", "xdp_tx_drops", "kicks", "tx_timeouts");
  private static final List<String> TOLD_ELSEWHERE = List.of("packets", "bytes");

  private VirtioStatistics() {}

  static void print(NetDevice device, Text out) {
    Value info = device.priv("struct virtnet_info");
    int nrPairs = info.field("curr_queue_pairs").asInt() & 0xffff;
    // Since 6.10 with sums, and without what netlink tells of queues.
    boolean sums = device.value().program().hasMember("struct virtnet_stat_desc", "qstat_offset");
    out.line("NIC statistics:");
    if (sums) {
      sums("rx", info.field("rq"), RECEIVE, nrPairs, out);
      sums("tx", info.field("sq"), SEND, nrPairs, out);
    }
    queues("rx", info.field("rq"), RECEIVE, nrPairs, sums, out);
    queues("tx", info.field("sq"), SEND, nrPairs, sums, out);
  }

  private static void sums(String way, Value queues, List<String> names, int nr, Text out) {
    for (String name : names) {
      if (!TOLD_ELSEWHERE.contains(name) && queues.index(0).has("stats." + name)) {
        long sum = 0;
        for (int i = 0; i < nr; i++) {
          sum += count(queues.index(i), name);
        }
        out.line("     %s_%s: %llu", way, name, sum);
      }
    }
  }

  private static void queues(
      String way, Value queues, List<String> names, int nr, boolean sums, Text out) {
    for (int i = 0; i < nr; i++) {
      for (String name : names) {
        boolean told = !sums || !TOLD_ELSEWHERE.contains(name);
        if (told && queues.index(i).has("stats." + name)) {
          String prefix = sums ? way + i : way + "_queue_" + i;
          out.line("     %s_%s: %llu", prefix, name, count(queues.index(i), name));
        }
      }
    }
  }

  private static long count(Value queue, String name) {
    return U64Stats.read(queue.field("stats").field(name));
  }
}
