package org.vmcore.kernel.block;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.tree.Slot;
import org.vmcore.kernel.tree.XArray;
import org.vmcore.model.Malformed;
import org.vmcore.model.MemberVariants;
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

  /** Name of the scheduler in use. */
  public Optional<String> scheduler() {
    Value elevator = value.field("elevator");
    return elevator.isNull() ? Optional.empty() : Optional.of(nameOf(elevator.field("type")));
  }

  /** Names of the schedulers that there are, in the order of {@code elv_list}. */
  public static List<String> schedulers(Program kernel) {
    return ListHead.forEachEntry(kernel.symbol("elv_list"), "struct elevator_type", "list").stream()
        .map(RequestQueue::nameOf)
        .toList();
  }

  private static String nameOf(Value elevatorType) {
    return elevatorType.field("elevator_name").asString();
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

  /** Zones of a zoned device: a member of the queue, since 6.1 of the disk. */
  public long nrZones(Disk disk) {
    return MemberVariants.find(disk.value(), "nr_zones")
        .or(() -> MemberVariants.find(value, "nr_zones"))
        .map(Value::asLong)
        .orElse(0L);
  }
}
