package org.vmcore.emit.sys.net;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.NotReconstructable;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.Bitmaps;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.net.DeviceQueue;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.VirtioNet;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.Value;

/**
 * A file of a queue: {@code rx_queue_default_attrs[]}, {@code netdev_queue_default_attrs[]} and
 * {@code dql_attrs[]} of {@code net/core/net-sysfs.c}.
 */
record QueueFile(DeviceQueue queue, BiConsumer<DeviceQueue, Text> show) {
  private static final Map<String, BiConsumer<DeviceQueue, Text>> RECEIVING =
      new TreeMap<>(
          Map.of("rps_cpus", QueueFile::rpsCpus, "rps_flow_cnt", QueueFile::rpsFlowCount));

  private static final Map<String, BiConsumer<DeviceQueue, Text>> SENDING =
      new TreeMap<>(
          Map.of(
              "tx_timeout", (queue, out) -> out.line("%lu", queue.timeouts()),
              "traffic_class", QueueFile::trafficClass,
              "xps_cpus", QueueFile::xpsCpus,
              "xps_rxqs", QueueFile::xpsReceiveQueues,
              "tx_maxrate", QueueFile::maxRate));

  private static final Map<String, BiConsumer<DeviceQueue, Text>> LIMITS =
      new TreeMap<>(
          Map.of(
              "limit", limit("limit"),
              "limit_max", limit("max_limit"),
              "limit_min", limit("min_limit"),
              "hold_time", milliseconds("slack_hold_time"),
              "inflight", QueueFile::inFlight,
              "stall_thrs", milliseconds("stall_thrs"),
              "stall_cnt", limit("stall_cnt"),
              "stall_max", limit("stall_max")));

  /** Files of a queue for receiving; drivers may have a folder of their own. */
  static Map<String, BiConsumer<DeviceQueue, Text>> receiving(DeviceQueue queue) {
    Map<String, BiConsumer<DeviceQueue, Text>> files = new TreeMap<>();
    if (queue.value().has("rps_map")) {
      files.putAll(RECEIVING);
    }
    Value own = queue.device().value().field("sysfs_rx_queue_group");
    if (!own.isNull() && own.field("name").asString().equals("virtio_net")) {
      files.put("virtio_net/mergeable_rx_buffer_size", QueueFile::mergeableBufferSize);
    }
    return files;
  }

  private static void mergeableBufferSize(DeviceQueue queue, Text out) {
    Optional<Long> bytes =
        VirtioNet.of(queue.device()).flatMap(net -> net.mergeableBufferBytes(queue.index()));
    out.line(
        "%u",
        bytes.orElseThrow(() -> new NotReconstructable("a program of XDP takes room in buffers")));
  }

  /** Files of a queue for sending. */
  static Map<String, BiConsumer<DeviceQueue, Text>> sending(DeviceQueue queue) {
    Map<String, BiConsumer<DeviceQueue, Text>> files = new TreeMap<>(SENDING);
    if (!queue.device().value().has("xps_maps") && !queue.device().value().has("xps_cpus_map")) {
      List.of("xps_cpus", "xps_rxqs", "tx_maxrate").forEach(files::remove);
    }
    if (queue.hasByteLimits()) {
      LIMITS.forEach((name, show) -> files.put("byte_queue_limits/" + name, show));
      if (!queue.value().has("dql.stall_thrs")) { // before 6.9
        files.keySet().removeIf(name -> name.contains("/stall_"));
      }
    }
    return files;
  }

  private static void rpsCpus(DeviceQueue queue, Text out) {
    out.line(Bitmaps.hex(queue.rpsCpus(), CpuMask.nrCpuIds(queue.value().program())));
  }

  private static void rpsFlowCount(DeviceQueue queue, Text out) {
    out.line("%lu", queue.rpsFlowCount());
  }

  private static void maxRate(DeviceQueue queue, Text out) {
    out.line("%lu", queue.value().field("tx_maxrate").asLong());
  }

  private static void checkOneOfMany(DeviceQueue queue) {
    if (!queue.isOneOfMany()) {
      throw new NoSuchFile("the device has one queue only: reading fails");
    }
  }

  private static int classOf(NetDevice owner, DeviceQueue queue) {
    Optional<Integer> trafficClass = DeviceQueue.trafficClass(owner, queue.index());
    return trafficClass.orElseThrow(
        () -> new NoSuchFile("the queue is in no traffic class: reading fails"));
  }

  /** A device that was lent queues adds its number, which is negative. */
  private static void trafficClass(DeviceQueue queue, Text out) {
    checkOneOfMany(queue);
    NetDevice owner = queue.owner();
    long classes = owner.value().field("num_tc").asLong();
    out.line("%d%s", classOf(owner, queue), classes < 0 ? Long.toString(classes) : "");
  }

  private static void xpsCpus(DeviceQueue queue, Text out) {
    checkOneOfMany(queue);
    NetDevice owner = queue.owner();
    BitSet cpus = queue.xpsCpus(owner, classOf(owner, queue));
    out.line(Bitmaps.hex(cpus, queue.nrXpsCpus(owner)));
  }

  private static void xpsReceiveQueues(DeviceQueue queue, Text out) {
    BitSet queues = queue.xpsReceiveQueues(classOf(queue.device(), queue));
    out.line(Bitmaps.hex(queues, queue.nrXpsReceiveQueues()));
  }

  private static BiConsumer<DeviceQueue, Text> limit(String member) {
    return (queue, out) -> out.line("%lu", queue.value().field("dql").field(member).asLong());
  }

  private static BiConsumer<DeviceQueue, Text> milliseconds(String member) {
    return (queue, out) -> {
      long jiffies = queue.value().field("dql").field(member).asLong();
      out.line("%u", Hz.jiffiesToMsecs(queue.value().program(), jiffies));
    };
  }

  private static void inFlight(DeviceQueue queue, Text out) {
    Value dql = queue.value().field("dql");
    long bytes = dql.field("num_queued").asLong() - dql.field("num_completed").asLong();
    out.line("%u", bytes & 0xffffffffL);
  }
}
