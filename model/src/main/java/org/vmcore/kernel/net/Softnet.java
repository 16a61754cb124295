package org.vmcore.kernel.net;

import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code struct softnet_data} of a CPU, {@code include/linux/netdevice.h}: its input queue. */
public record Softnet(Value data) {
  public static Softnet of(Program kernel, int cpu) {
    return new Softnet(PerCpu.of(kernel).variable("softnet_data", cpu));
  }

  /** Packets that the full queue could not take. */
  public int dropped() {
    if (data.has("drop_counters")) { // 6.18+
      return data.at("drop_counters.drops0.counter").asInt()
          + data.at("drop_counters.drops1.counter").asInt();
    }
    return (int) U64Stats.read(data.field("dropped"));
  }

  /** Packets dropped because one flow took too much. */
  public long flowLimitCount() {
    if (!data.has("flow_limit") || data.field("flow_limit").isNull()) {
      return 0;
    }
    return data.field("flow_limit").field("count").asLong();
  }

  public long inputQueueLength() {
    return data.at("input_pkt_queue.qlen").asLong();
  }

  public long processQueueLength() {
    return data.at("process_queue.qlen").asLong();
  }

  /**
   * Whether {@code /proc/net/softnet_stat} shows the two queues apart, as it does since 6.4: the
   * release that brought {@code in_net_rx_action} too.
   */
  public boolean showsQueuesApart() {
    return data.has("in_net_rx_action");
  }
}
