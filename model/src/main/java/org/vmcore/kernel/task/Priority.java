package org.vmcore.kernel.task;

import org.vmcore.model.Value;

/**
 * How the scheduler ranks a task.
 *
 * @param priority {@code task_prio()}: 0 to 39 for ordinary tasks, negative for real-time ones
 * @param nice {@code task_nice()}: -20 to 19
 * @param policy {@code SCHED_*}
 * @param realTime {@code rt_priority}: 1 to 99, or 0
 */
public record Priority(int priority, int nice, int policy, int realTime) {
  private static final int MAX_RT_PRIO = 100; // include/linux/sched/prio.h
  private static final int DEFAULT_PRIO = 120;

  public static Priority of(Task task) {
    Value value = task.value();
    return new Priority(
        value.field("prio").asInt() - MAX_RT_PRIO,
        value.field("static_prio").asInt() - DEFAULT_PRIO,
        value.field("policy").asInt(),
        value.field("rt_priority").asInt());
  }
}
