package org.vmcore.emit.commands.vmcore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vmcore.kernel.net.DeviceQueue;

/** Why a queue takes no packets: {@code enum netdev_queue_state_t}. */
final class QueueStops {
  private static final Map<String, String> REASONS =
      new TreeMap<>(
          Map.of(
              "__QUEUE_STATE_DRV_XOFF", "the driver",
              "__QUEUE_STATE_STACK_XOFF", "its byte limit",
              "__QUEUE_STATE_FROZEN", "the device's lock"));

  private QueueStops() {}

  static List<String> of(DeviceQueue queue) {
    long state = queue.value().field("state").asLong();
    List<String> reasons = new ArrayList<>();
    REASONS.forEach(
        (bit, reason) -> {
          if ((state >> queue.value().program().enumerator(bit) & 1) != 0) {
            reasons.add(reason);
          }
        });
    return reasons;
  }
}
