package org.vmcore.kernel.net;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;
import org.vmcore.types.PointerType;

/**
 * A queue of a device.
 *
 * @param index its number
 * @param value the {@code struct netdev_rx_queue} or {@code struct netdev_queue}
 */
public record DeviceQueue(NetDevice device, int index, Value value) {
  private static final int MAX_MAP = 1 << 16; // a map has a place for each CPU or queue
  private static final int TC_MAX_QUEUE = 16; // include/linux/netdevice.h
  private static final int XPS_CPUS = 0; // enum xps_map_type
  private static final int XPS_RXQS = 1;

  /** Queues for receiving that are in use. */
  public static List<DeviceQueue> receiving(NetDevice device) {
    return of(device, "_rx", "num_rx_queues");
  }

  /** Queues for sending that are in use. */
  public static List<DeviceQueue> sending(NetDevice device) {
    return of(device, "_tx", "num_tx_queues");
  }

  /** No more are in use than there are, whatever a damaged device says. */
  private static List<DeviceQueue> of(NetDevice device, String array, String count) {
    Value first = device.value().field(array);
    int there = first.isNull() ? 0 : DriverStats.queues(device, count);
    int queues = Math.min(there, DriverStats.queues(device, "real_" + count));
    return IntStream.range(0, queues)
        .mapToObj(i -> new DeviceQueue(device, i, first.index(i)))
        .toList();
  }

  /** How often the watchdog found that sending stood still; {@code atomic_long_t} since 5.17. */
  public long timeouts() {
    return U64Stats.read(value.field("trans_timeout"));
  }

  /** {@code rps_map}: the CPUs that packets received here are handed to. */
  public BitSet rpsCpus() {
    BitSet cpus = new BitSet();
    Value map = value.field("rps_map");
    if (!map.isNull()) {
      for (long cpu : map.field("cpus").longs(length(map))) {
        cpus.set((int) cpu);
      }
    }
    return cpus;
  }

  private static int length(Value map) {
    return (int) Math.min(map.field("len").asLong(), MAX_MAP);
  }

  /** Flows that receive flow steering can follow: a table, or since 7.1 its size in a pointer. */
  public long rpsFlowCount() {
    Value table = value.field("rps_flow_table");
    if (table.isNull()) {
      return 0;
    }
    return table.type().resolved() instanceof PointerType
        ? table.field("mask").asLong() + 1
        : 1L << (table.asLong() & RPS_TAG_LOG_MASK);
  }

  private static final long RPS_TAG_LOG_MASK = 0x1f; // include/net/rps-types.h

  /** {@code netif_is_multiqueue()}. */
  public boolean isOneOfMany() {
    return device.value().field("num_tx_queues").asLong() > 1;
  }

  /** {@code sb_dev}: the device that a queue was lent to, else the queue's own. */
  public NetDevice owner() {
    return MemberVariants.find(value, "sb_dev")
        .filter(lent -> !lent.isNull())
        .map(NetDevice::of)
        .orElse(device);
  }

  /** {@code netdev_txq_to_tc()}: number of the traffic class, empty when it is in none. */
  public static Optional<Integer> trafficClass(NetDevice owner, int index) {
    if (owner.value().field("num_tc").asInt() == 0) {
      return Optional.of(0);
    }
    for (int tc = 0; tc < TC_MAX_QUEUE; tc++) {
      Value range = owner.value().field("tc_to_txq").index(tc);
      long place = index - range.field("offset").asLong();
      if (place >= 0 && place < range.field("count").asLong()) {
        return Optional.of(tc);
      }
    }
    return Optional.empty();
  }

  /** {@code xps_cpus_show()}: CPUs that send by this queue. */
  public BitSet xpsCpus(NetDevice owner, int trafficClass) {
    return xps(maps(owner, XPS_CPUS, "xps_cpus_map"), nrXpsCpus(owner), trafficClass, owner);
  }

  /** {@code xps_rxqs_show()}: queues whose flows are answered by this one. */
  public BitSet xpsReceiveQueues(int trafficClass) {
    return xps(maps(device, XPS_RXQS, "xps_rxqs_map"), nrXpsReceiveQueues(), trafficClass, device);
  }

  /** How many CPUs the mask of {@link #xpsCpus} shows. */
  public int nrXpsCpus(NetDevice owner) {
    return nrIds(maps(owner, XPS_CPUS, "xps_cpus_map")).orElse(CpuMask.nrCpuIds(value.program()));
  }

  /** How many queues the mask of {@link #xpsReceiveQueues} shows. */
  public int nrXpsReceiveQueues() {
    return nrIds(maps(device, XPS_RXQS, "xps_rxqs_map"))
        .orElse(DriverStats.queues(device, "num_rx_queues"));
  }

  private static Optional<Integer> nrIds(Value maps) {
    return maps.isNull() || !maps.has("nr_ids")
        ? Optional.empty()
        : Optional.of(Math.min(maps.field("nr_ids").asInt() & Integer.MAX_VALUE, MAX_MAP));
  }

  /** {@code xps_maps[]} (5.13+), before a member for each. */
  private static Value maps(NetDevice device, int type, String member) {
    Value dev = device.value();
    return dev.has("xps_maps") ? dev.field("xps_maps").index(type) : dev.field(member);
  }

  private BitSet xps(Value maps, int nrIds, int trafficClass, NetDevice owner) {
    BitSet users = new BitSet();
    if (maps.isNull()) {
      return users;
    }
    int nrClasses =
        MemberVariants.find(maps, "num_tc").orElseGet(() -> owner.value().field("num_tc")).asInt();
    if (maps.has("num_tc") && trafficClass >= nrClasses) {
      return users;
    }
    for (int id = 0; id < nrIds; id++) {
      Value map = maps.field("attr_map").index((long) id * Math.max(nrClasses, 1) + trafficClass);
      if (!map.isNull() && holds(map.field("queues").longs(length(map)))) {
        users.set(id);
      }
    }
    return users;
  }

  private boolean holds(long[] queues) {
    for (long queue : queues) {
      if (queue == index) {
        return true;
      }
    }
    return false;
  }

  /**
   * {@code netdev_uses_bql()}: whether limits of bytes are shown for this queue. Since 6.9 not for
   * devices without a queue; before for all.
   */
  public boolean hasByteLimits() {
    Program kernel = value.program();
    if (!value.has("dql")) {
      return false;
    }
    if (!kernel.hasMember("struct dql", "stall_thrs")) {
      return true;
    }
    Value dev = device.value();
    boolean lockless =
        dev.has("lltx")
            ? dev.field("lltx").asBoolean()
            : (dev.field("features").asLong() >> kernel.enumerator("NETIF_F_LLTX_BIT") & 1) != 0;
    return !lockless && (dev.field("priv_flags").asLong() & kernel.enumerator("IFF_NO_QUEUE")) == 0;
  }
}
