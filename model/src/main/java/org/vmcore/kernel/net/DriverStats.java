package org.vmcore.kernel.net;

import java.util.List;
import java.util.Map;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/** {@code ndo_get_stats64()} of the drivers that are known here, by the function's name. */
final class DriverStats {
  /** Where a driver keeps its counters. */
  interface Source {
    void addTo(DeviceStats stats);
  }

  private static final Map<String, Source> BY_FUNCTION =
      Map.ofEntries(
          Map.entry("dev_get_tstats64", DriverStats::tstats),
          Map.entry("ip_tunnel_get_stats64", DriverStats::tstats), // before 5.11
          Map.entry("br_get_stats64", DriverStats::bridge), // before 5.11
          Map.entry("loopback_get_stats64", DriverStats::loopback),
          Map.entry("dummy_get_stats64", DriverStats::dummy),
          Map.entry("nlmon_get_stats64", DriverStats::monitor),
          Map.entry("vsockmon_get_stats64", DriverStats::monitor),
          Map.entry("vrf_get_stats64", DriverStats::vrf),
          Map.entry("netkit_get_stats", DriverStats::netkit),
          Map.entry("tun_net_get_stats64", DriverStats::tun),
          Map.entry("vlan_dev_get_stats64", DriverStats::vlan),
          Map.entry("macvlan_dev_get_stats64", DriverStats::macvlan),
          Map.entry("ipvlan_get_stats64", DriverStats::ipvlan),
          Map.entry("team_get_stats64", DriverStats::team),
          Map.entry("ifb_stats64", DriverStats::ifb),
          Map.entry("bond_get_stats", BondStats::addTo),
          Map.entry("veth_get_stats64", VethStats::addTo),
          Map.entry("virtnet_stats", DriverStats::virtio),
          Map.entry("e1000e_get_stats64", DriverStats::e1000e));

  private DriverStats() {}

  static Source of(String function, NetDevice device) {
    Source known = BY_FUNCTION.get(function);
    if (known == null) {
      throw new UnknownDriver(function, device);
    }
    return known;
  }

  private static void tstats(DeviceStats stats) {
    stats.addNetDeviceStats();
    stats.addTraffic(stats.device().value().field("tstats"));
  }

  private static void bridge(DeviceStats stats) {
    stats.addNetDeviceStats();
    stats.addTraffic(stats.device().priv("struct net_bridge").field("stats"));
  }

  private static void loopback(DeviceStats stats) {
    dummy(stats);
    monitor(stats);
  }

  private static void dummy(DeviceStats stats) {
    Value lstats = stats.device().value().field("lstats");
    stats.add("tx_packets", stats.sum(lstats, "packets"));
    stats.add("tx_bytes", stats.sum(lstats, "bytes"));
  }

  private static void monitor(DeviceStats stats) {
    Value lstats = stats.device().value().field("lstats");
    stats.add("rx_packets", stats.sum(lstats, "packets"));
    stats.add("rx_bytes", stats.sum(lstats, "bytes"));
  }

  /** Before 6.2 the type was the driver's own and its names were shorter. */
  private static void vrf(DeviceStats stats) {
    Value dstats = stats.device().value().field("dstats").cast("struct pcpu_dstats *");
    stats.add("tx_bytes", stats.sum(dstats, "tx_bytes"));
    stats.add("tx_packets", stats.sum(dstats, "tx_packets", "tx_pkts"));
    stats.add("tx_dropped", stats.sum(dstats, "tx_drops", "tx_drps"));
    stats.add("rx_bytes", stats.sum(dstats, "rx_bytes"));
    stats.add("rx_packets", stats.sum(dstats, "rx_packets", "rx_pkts"));
  }

  private static void netkit(DeviceStats stats) {
    stats.addTraffic(stats.device().value().field("tstats"));
    stats.add("tx_dropped", stats.ownStat("tx_dropped"));
  }

  /** Since 5.11 in {@code dev->tstats}, before in per-CPU counters of the driver. */
  private static void tun(DeviceStats stats) {
    Value tun = stats.device().priv("struct tun_struct");
    if (tun.has("pcpu_stats")) {
      Value counters = tun.field("pcpu_stats");
      stats.addTraffic(counters);
      for (String name : List.of("rx_dropped", "tx_dropped", "rx_frame_errors")) {
        stats.add(name, stats.sum(counters, name));
      }
    } else {
      tstats(stats);
      stats.add("rx_frame_errors", U64Stats.read(tun.field("rx_frame_errors")));
    }
  }

  private static void vlan(DeviceStats stats) {
    Value counters = stats.device().priv("struct vlan_dev_priv").field("vlan_pcpu_stats");
    stats.addTraffic(counters);
    stats.add("multicast", stats.sum(counters, "rx_multicast"));
    stats.add("rx_errors", stats.sum(counters, "rx_errors"));
    stats.add("tx_dropped", stats.sum(counters, "tx_dropped"));
  }

  private static void macvlan(DeviceStats stats) {
    Value counters = stats.device().priv("struct macvlan_dev").field("pcpu_stats");
    stats.addTraffic(counters);
    stats.add("multicast", stats.sum(counters, "rx_multicast"));
    stats.add("rx_errors", stats.sum(counters, "rx_errors"));
    stats.add("rx_dropped", stats.sum(counters, "rx_errors"));
    stats.add("tx_dropped", stats.sum(counters, "tx_dropped"));
  }

  private static void ipvlan(DeviceStats stats) {
    Value counters = stats.device().priv("struct ipvl_dev").field("pcpu_stats");
    stats.add("rx_packets", stats.sum(counters, "rx_pkts"));
    stats.add("rx_bytes", stats.sum(counters, "rx_bytes"));
    stats.add("multicast", stats.sum(counters, "rx_mcast"));
    stats.add("tx_packets", stats.sum(counters, "tx_pkts"));
    stats.add("tx_bytes", stats.sum(counters, "tx_bytes"));
    stats.add("rx_errors", stats.sum(counters, "rx_errs"));
    stats.add("rx_dropped", stats.sum(counters, "rx_errs"));
    stats.add("tx_dropped", stats.sum(counters, "tx_drps"));
    stats.add("tx_errors", stats.ownStat("tx_errors"));
  }

  private static void team(DeviceStats stats) {
    Value counters = stats.device().priv("struct team").field("pcpu_stats");
    stats.addTraffic(counters);
    stats.add("multicast", stats.sum(counters, "rx_multicast"));
    for (String name : List.of("rx_dropped", "tx_dropped", "rx_nohandler")) {
      stats.add(name, stats.sum(counters, name));
    }
  }

  private static void ifb(DeviceStats stats) {
    NetDevice device = stats.device();
    Value queues = device.priv("struct ifb_dev_private").field("tx_private");
    for (Value queue : queues.elements(queues(device, "num_tx_queues"))) {
      for (String direction : List.of("rx", "tx")) {
        Value counters = queue.field(direction + "_stats");
        stats.add(direction + "_packets", U64Stats.read(counters.field("packets")));
        stats.add(direction + "_bytes", U64Stats.read(counters.field("bytes")));
      }
    }
    stats.add("rx_dropped", stats.ownStat("rx_dropped"));
    stats.add("tx_dropped", stats.ownStat("tx_dropped"));
  }

  private static final int MAX_QUEUES = 1 << 16; // queue_mapping of a packet has 16 bits

  /** Queues of a device, of which no more are believed than a packet can name. */
  static int queues(NetDevice device, String member) {
    return Math.min(device.value().field(member).asInt() & Integer.MAX_VALUE, MAX_QUEUES);
  }

  private static void virtio(DeviceStats stats) {
    Value info = stats.device().priv("struct virtnet_info");
    int pairs = Math.min(info.field("max_queue_pairs").asInt(), MAX_QUEUES);
    for (int i = 0; i < pairs; i++) {
      Value sent = info.field("sq").index(i).field("stats");
      Value received = info.field("rq").index(i).field("stats");
      stats.add("tx_packets", U64Stats.read(sent.field("packets")));
      stats.add("tx_bytes", U64Stats.read(sent.field("bytes")));
      stats.add("rx_packets", U64Stats.read(received.field("packets")));
      stats.add("rx_bytes", U64Stats.read(received.field("bytes")));
      stats.add("rx_dropped", U64Stats.read(received.field("drops")));
      MemberVariants.find(sent, "tx_timeouts") // 5.16+
          .ifPresent(timeouts -> stats.add("tx_errors", U64Stats.read(timeouts)));
    }
    for (String name :
        List.of("tx_dropped", "tx_fifo_errors", "rx_length_errors", "rx_frame_errors")) {
      stats.add(name, stats.ownStat(name));
    }
  }

  /** What the card's registers said when the driver last asked, which it does every 2 s. */
  private static void e1000e(DeviceStats stats) {
    Value card = stats.device().priv("struct e1000_adapter").field("stats");
    Map<String, List<String>> sources =
        Map.ofEntries(
            Map.entry("rx_bytes", List.of("gorc")),
            Map.entry("rx_packets", List.of("gprc")),
            Map.entry("tx_bytes", List.of("gotc")),
            Map.entry("tx_packets", List.of("gptc")),
            Map.entry("multicast", List.of("mprc")),
            Map.entry("collisions", List.of("colc")),
            Map.entry(
                "rx_errors", List.of("rxerrc", "crcerrs", "algnerrc", "ruc", "roc", "cexterr")),
            Map.entry("rx_length_errors", List.of("ruc", "roc")),
            Map.entry("rx_crc_errors", List.of("crcerrs")),
            Map.entry("rx_frame_errors", List.of("algnerrc")),
            Map.entry("rx_missed_errors", List.of("mpc")),
            Map.entry("tx_errors", List.of("ecol", "latecol")),
            Map.entry("tx_aborted_errors", List.of("ecol")),
            Map.entry("tx_window_errors", List.of("latecol")),
            Map.entry("tx_carrier_errors", List.of("tncrs")));
    sources.forEach(
        (name, registers) ->
            registers.forEach(register -> stats.add(name, card.field(register).asLong())));
  }
}
