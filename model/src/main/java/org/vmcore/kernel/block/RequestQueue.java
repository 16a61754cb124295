package org.vmcore.kernel.block;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.kernel.tree.Slot;
import org.vmcore.kernel.tree.XArray;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A {@code struct request_queue}.
 *
 * @param value the {@code struct request_queue}
 */
public record RequestQueue(Value value) {
  private static final int MAX_HW_QUEUES = 1 << 16;

  public QueueLimits limits() {
    return new QueueLimits(value.field("limits"));
  }

  /** {@code queue_is_mq()}: whether it has requests; others hand bios on. */
  public boolean isMq() {
    return !value.field("mq_ops").isNull();
  }

  /** Whether a property holds that has moved from the queue's flags to its limits. */
  public boolean is(QueueFeature feature) {
    return feature.isIn(this);
  }

  /** Whether a {@code QUEUE_FLAG_*} is set, by its name without that: {@code "NOMERGES"}. */
  public boolean hasFlag(String name) {
    return QueueFlags.of(value.program())
        .bit(name)
        .filter(bit -> (value.field("queue_flags").asLong() >> bit & 1) != 0)
        .isPresent();
  }

  /** {@code queue_for_each_hw_ctx()}: its {@code struct blk_mq_hw_ctx}s. */
  public List<Value> hardwareQueues() {
    List<Value> queues = new ArrayList<>();
    if (!isMq()) {
      return queues;
    }
    if (value.has("hctx_table")) { // 5.18 to 6.18
      for (Slot slot : XArray.entries(value.field("hctx_table"))) {
        queues.add(slot.as("struct blk_mq_hw_ctx"));
      }
      return queues;
    }
    long nrQueues = value.field("nr_hw_queues").asLong();
    if (nrQueues < 0 || nrQueues > MAX_HW_QUEUES) {
      throw new Malformed("absurd nr_hw_queues " + nrQueues, "struct request_queue", 0);
    }
    for (Value queue : value.field("queue_hw_ctx").elements(nrQueues)) {
      if (!queue.isNull()) {
        queues.add(queue.deref());
      }
    }
    return queues;
  }

  /** Its scheduler, and those it could have. */
  public Elevators elevators() {
    return new Elevators(this);
  }

  /** {@code rq_qos_id()}: the policy of this kind that is in force, a {@code struct rq_qos}. */
  public Optional<Value> qos(String enumerator) {
    long id = value.program().enumerator(enumerator);
    Value qos = value.field("rq_qos");
    for (int i = 0; i < MAX_POLICIES && !qos.isNull(); i++) {
      if (qos.field("id").asLong() == id) {
        return Optional.of(qos.deref());
      }
      qos = qos.field("next");
    }
    return Optional.empty();
  }

  private static final int MAX_POLICIES = 16; // block/blk-rq-qos.h knows four

  /** {@code wbt_get_min_lat()}; 0 while it is off, empty when writes are not throttled at all. */
  public OptionalLong writebackLatencyNs() {
    Optional<Value> throttle = qos("RQ_QOS_WBT");
    if (throttle.isEmpty()) {
      return OptionalLong.empty();
    }
    Program kernel = value.program();
    Value writeback = throttle.get().containerOf("struct rq_wb", "rqos");
    boolean tellsWhenOff = kernel.findAddress("wbt_disabled").isPresent(); // 6.2+
    if (tellsWhenOff && !isThrottling(writeback)) {
      return OptionalLong.of(0);
    }
    return OptionalLong.of(writeback.field("min_lat_nsec").asLong());
  }

  /** {@code rwb_enabled()}, {@code block/blk-wbt.c}. */
  private static boolean isThrottling(Value writeback) {
    Program kernel = writeback.program();
    long state = writeback.field("enable_state").asLong();
    return state != kernel.enumerator("WBT_STATE_OFF_DEFAULT")
        && state != kernel.findEnumerator("WBT_STATE_OFF_MANUAL").orElse(-1)
        && writeback.field("wb_normal").asLong() != 0;
  }

  /** Whether the queue can be polled; since 6.12 only with hardware queues made for that. */
  public boolean canPoll() {
    if (!is(QueueFeature.POLL) || !isMq() || limits().find("features").isEmpty()) {
      return is(QueueFeature.POLL);
    }
    long kind = value.program().enumerator("HCTX_TYPE_POLL");
    return value.at("tag_set->map").index(kind).field("nr_queues").asLong() != 0;
  }

  /** How long to sleep before polling, in microseconds; -1 for not at all, and since 6.5. */
  public long pollDelayUsec() {
    long ns = value.has("poll_nsec") ? value.field("poll_nsec").asLong() : -1;
    return ns == -1 ? -1 : ns / NSEC_PER_USEC;
  }

  private static final int NSEC_PER_USEC = 1000;

  /** {@code blk_queue_passthrough_stat()}, 6.14+. */
  public boolean countsPassthrough() {
    return (limits().find("flags").orElse(0) & BLK_FLAG_IOSTATS_PASSTHROUGH) != 0;
  }

  private static final long BLK_FLAG_IOSTATS_PASSTHROUGH = 1 << 2; // include/linux/blkdev.h

  /** {@code queue_zoned_show()}: how the device's zones must be written, {@code "none"}. */
  public String zonedModel() {
    QueueLimits limits = limits();
    if (limits.find("zoned").isEmpty()) {
      boolean zoned = (limits.find("features").orElse(0) & BLK_FEAT_ZONED) != 0;
      return zoned ? "host-managed" : "none";
    }
    long model = limits.get("zoned");
    if (model == value.program().findEnumerator("BLK_ZONED_HA").orElse(-1)) {
      return "host-aware";
    }
    boolean managed =
        value.program().hasType("enum blk_zoned_model")
            ? model == value.program().enumerator("BLK_ZONED_HM")
            : model != 0; // a flag in 6.10
    return managed ? "host-managed" : "none";
  }

  private static final long BLK_FEAT_ZONED = 1 << 10; // include/linux/blkdev.h

  public boolean isZoned() {
    return !zonedModel().equals("none");
  }

  /** {@code queue_max_zone_append_sectors()}; from 6.10 to 6.12 worked out when it is asked for. */
  public long maxZoneAppendSectors() {
    QueueLimits limits = limits();
    long most = limits.get("max_zone_append_sectors");
    boolean workedOut =
        limits.find("max_user_sectors").isPresent()
            && limits.find("max_hw_zone_append_sectors").isEmpty();
    if (!workedOut) {
      return most;
    }
    long limit = Math.min(limits.get("chunk_sectors"), limits.get("max_hw_sectors"));
    long smaller = most == 0 || limit == 0 ? Math.max(most, limit) : Math.min(most, limit);
    return isZoned() ? smaller : 0;
  }
}
