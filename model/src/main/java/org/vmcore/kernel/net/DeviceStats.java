package org.vmcore.kernel.net;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code dev_get_stats()}, {@code net/core/dev.c}, counter by counter. For one thread. */
final class DeviceStats {
  private static final List<String> TRAFFIC =
      List.of("rx_packets", "rx_bytes", "tx_packets", "tx_bytes");

  private static final Set<String> GIVE_OWN_STATS =
      Set.of(
          "cp_get_stats",
          "pcnet32_get_stats",
          "tulip_get_stats",
          "smsc911x_get_stats",
          "vortex_get_stats",
          "batadv_interface_stats");

  private final NetDevice device;
  private final Program kernel;
  private final Map<String, Long> counters = new LinkedHashMap<>();

  private DeviceStats(NetDevice device) {
    this.device = device;
    this.kernel = device.value().program();
    LinkStats.names(kernel).forEach(name -> counters.put(name, 0L));
  }

  static LinkStats read(NetDevice device) {
    DeviceStats stats = new DeviceStats(device);
    stats.addDriver();
    stats.addCore();
    return new LinkStats(stats.counters);
  }

  NetDevice device() {
    return device;
  }

  Set<String> names() {
    return Set.copyOf(counters.keySet());
  }

  /** Adds to a counter. */
  void add(String name, long count) {
    counters.merge(name, count, Long::sum);
  }

  private void addDriver() {
    String function = device.operation("ndo_get_stats64");
    if (!function.isEmpty()) {
      DriverStats.of(function, device).addTo(this);
    } else if (!device.operation("ndo_get_stats").isEmpty()) {
      addOldDriver(device.operation("ndo_get_stats"));
    } else if (device.value().has("pcpu_stat_type")) {
      addByType(device.value().field("pcpu_stat_type").asLong());
    } else {
      addNetDeviceStats();
    }
  }

  /**
   * {@code ndo_get_stats()}: these give {@code dev->stats}, into which they first add what the card
   * has counted since; others keep counters elsewhere.
   */
  private void addOldDriver(String function) {
    if (!GIVE_OWN_STATS.contains(function)) {
      throw new UnknownDriver(function, device);
    }
    addNetDeviceStats();
  }

  /** {@code enum netdev_stat_type}, used here since 6.11. */
  private void addByType(long type) {
    addNetDeviceStats();
    if (isReadHere() && type == kernel.enumerator("NETDEV_PCPU_STAT_TSTATS")) {
      addTraffic(device.value().field("tstats"));
    } else if (isReadHere() && type == kernel.enumerator("NETDEV_PCPU_STAT_DSTATS")) {
      addDstats();
    }
  }

  /** Before, the type only said what to free: {@code dev_get_stats()} did not look at it. */
  private boolean isReadHere() {
    return kernel.findAddress("dev_get_dstats64").isPresent()
        || kernel.hasMember("struct net_device", "priv");
  }

  /** {@code netdev_stats_to_stats64()}. */
  void addNetDeviceStats() {
    Value stats = device.value().field("stats");
    for (String name : counters.keySet()) {
      if (stats.has(name)) {
        add(name, stats.field(name).asLong());
      }
    }
  }

  /** One of {@code dev->stats}. */
  long ownStat(String name) {
    return device.value().field("stats").field(name).asLong();
  }

  /** {@code dev_fetch_sw_netstats()}. */
  void addTraffic(Value perCpu) {
    for (String name : TRAFFIC) {
      add(name, sum(perCpu, name));
    }
  }

  /** {@code dev_fetch_dstats()}. */
  void addDstats() {
    Value dstats = device.value().field("dstats");
    addTraffic(dstats);
    add("rx_dropped", sum(dstats, "rx_drops"));
    add("tx_dropped", sum(dstats, "tx_drops"));
  }

  /** Sum of a counter over all CPUs. */
  long sum(Value perCpuPointer, String... names) {
    if (perCpuPointer.isNull()) {
      return 0;
    }
    PerCpu perCpu = PerCpu.of(kernel);
    IntStream cpus = CpuMask.possible(kernel).stream();
    return cpus.mapToLong(
            cpu -> U64Stats.read(MemberVariants.first(perCpu.ptr(perCpuPointer, cpu), names)))
        .sum();
  }

  /** What the stack itself counted for the device: per CPU since 5.18, before in the device. */
  private void addCore() {
    Value dev = device.value();
    if (dev.has("core_stats")) {
      Value core = dev.field("core_stats");
      for (String name :
          List.of("rx_dropped", "tx_dropped", "rx_nohandler", "rx_otherhost_dropped")) {
        if (core.has(name)) {
          add(name, sum(core, name));
        }
      }
      return;
    }
    for (String name : List.of("rx_dropped", "tx_dropped", "rx_nohandler")) {
      if (dev.has(name)) {
        add(name, U64Stats.read(dev.field(name)));
      }
    }
  }
}
