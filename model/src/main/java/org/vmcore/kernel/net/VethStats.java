package org.vmcore.kernel.net;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code veth_get_stats64()}, {@code drivers/net/veth.c}: what one end sends the other gets. */
final class VethStats {
  private static final List<String> XDP =
      List.of("peer_tq_xdp_xmit_err", "xdp_tx_err", "xdp_packets", "xdp_bytes", "rx_drops");

  private VethStats() {}

  static void addTo(DeviceStats stats) {
    NetDevice device = stats.device();
    Value veth = device.priv("struct veth_priv");
    stats.add("tx_dropped", veth.at("dropped.counter").asLong());
    addSent(stats, device, "tx");
    Map<String, Long> own = xdp(device);
    stats.add("tx_dropped", own.get("xdp_tx_err"));
    stats.add("rx_dropped", own.get("rx_drops") + own.get("peer_tq_xdp_xmit_err"));
    stats.add("rx_bytes", own.get("xdp_bytes"));
    stats.add("rx_packets", own.get("xdp_packets"));
    if (!veth.field("peer").isNull()) {
      addPeer(stats, NetDevice.of(veth.field("peer")));
    }
  }

  private static void addPeer(DeviceStats stats, NetDevice peer) {
    addSent(stats, peer, "rx");
    Map<String, Long> other = xdp(peer);
    stats.add("tx_dropped", other.get("peer_tq_xdp_xmit_err"));
    stats.add("rx_dropped", other.get("xdp_tx_err"));
    stats.add("tx_bytes", other.get("xdp_bytes"));
    stats.add("tx_packets", other.get("xdp_packets"));
  }

  /**
   * What an end sent, which is what its peer received. Since 6.1 in {@code tstats}, before in
   * {@code lstats}; both are one pointer.
   */
  private static void addSent(DeviceStats stats, NetDevice end, String as) {
    Value dev = end.value();
    boolean tstats = isCountedInTstats(dev);
    Value counters = dev.field(tstats ? "tstats" : "lstats");
    stats.add(as + "_packets", stats.sum(counters, tstats ? "tx_packets" : "packets"));
    stats.add(as + "_bytes", stats.sum(counters, tstats ? "tx_bytes" : "bytes"));
  }

  /**
   * The members of {@code tstats} became {@code u64_stats_t} in the release before veth moved to
   * them; the function that read the other ones is a second witness.
   */
  private static boolean isCountedInTstats(Value dev) {
    Program kernel = dev.program();
    boolean plain =
        kernel.object("struct pcpu_sw_netstats", 0).field("tx_packets").type().asStruct().isEmpty();
    return !plain && kernel.findAddress("veth_stats_tx").isEmpty();
  }

  /** {@code veth_stats_rx()}: sums over the queues. */
  private static Map<String, Long> xdp(NetDevice end) {
    Value queues = end.priv("struct veth_priv").field("rq");
    Map<String, Long> sums = new HashMap<>();
    XDP.forEach(name -> sums.put(name, 0L));
    for (Value queue : queues.elements(DriverStats.queues(end, "num_rx_queues"))) {
      Value counters = queue.at("stats.vs");
      XDP.forEach(name -> sums.merge(name, counters.field(name).asLong(), Long::sum));
    }
    return sums;
  }
}
