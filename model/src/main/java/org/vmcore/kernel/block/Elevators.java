package org.vmcore.kernel.block;

import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * The schedulers of a queue, {@code block/elevator.c}: the one in use and those it could have.
 *
 * @param queue whose
 */
public record Elevators(RequestQueue queue) {
  /** The {@code struct elevator_type} in use. */
  private Optional<Value> inUse() {
    Value elevator = queue.value().field("elevator");
    return elevator.isNull() ? Optional.empty() : Optional.of(elevator.field("type").deref());
  }

  /** Name of the scheduler in use. */
  public Optional<String> name() {
    return inUse().map(Elevators::name);
  }

  /** What tools take for the scheduler: that which the file shows in brackets. */
  public String inBrackets() {
    return queue.isMq() ? name().orElse("none") : "";
  }

  private static String name(Value type) {
    return type.field("elevator_name").asString();
  }

  /** {@code elv_support_iosched()}. */
  private boolean isSupported() {
    if (!queue.isMq()) {
      return false;
    }
    Value set = queue.value().field("tag_set");
    long refused = queue.value().program().findEnumerator("BLK_MQ_F_NO_SCHED").orElse(0);
    return set.isNull() || (set.field("flags").asLong() & refused) == 0;
  }

  /**
   * {@code elv_iosched_show()}: all by name, the one in use in brackets. That there might be none
   * is said last, since 6.2 first.
   */
  public String shown() {
    Optional<Value> current = inUse();
    boolean noneIsFirst = noneIsFirst();
    if (!queue.isMq() || noneIsFirst && !isSupported()) {
      return "none";
    }
    StringBuilder shown = new StringBuilder();
    if (current.isEmpty()) {
      shown.append("[none] ");
    } else if (noneIsFirst) {
      shown.append("none ");
    }
    for (Value type : all()) {
      if (current.isPresent() && current.get().address() == type.address()) {
        shown.append('[').append(name(type)).append("] ");
      } else if (isSupported() && suits(type)) {
        shown.append(name(type)).append(' ');
      }
    }
    return shown + (current.isPresent() && !noneIsFirst ? "none" : "");
  }

  /** No symbol tells; that tag sets have the lock of their queues is as old. */
  private boolean noneIsFirst() {
    return queue.value().program().hasMember("struct blk_mq_tag_set", "srcu");
  }

  private List<Value> all() {
    Program kernel = queue.value().program();
    return ListHead.forEachEntry(kernel.symbol("elv_list"), "struct elevator_type", "list");
  }

  /** {@code elv_support_features()}: whether it can do what zoned devices need; before 6.10. */
  private boolean suits(Value type) {
    if (!queue.value().has("required_elevator_features") || !type.has("elevator_features")) {
      return true;
    }
    long required = queue.value().field("required_elevator_features").asLong();
    return (required & type.field("elevator_features").asLong()) == required;
  }
}
