package org.vmcore.kernel.sched;

import java.util.Optional;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Value;

/**
 * Limits on the utilization that a task is taken to have, {@code uclamp} in {@code
 * kernel/sched/core.c}, as it asked for them and as they hold.
 */
public record UtilClamp(
    long requestedMin, long requestedMax, long effectiveMin, long effectiveMax) {

  /** Empty for kernels without {@code CONFIG_UCLAMP_TASK}. */
  public static Optional<UtilClamp> of(Task task) {
    if (!task.value().has("uclamp_req")) {
      return Optional.empty();
    }
    long min = task.value().program().enumerator("UCLAMP_MIN");
    long max = task.value().program().enumerator("UCLAMP_MAX");
    return Optional.of(
        new UtilClamp(
            requested(task, min),
            requested(task, max),
            effective(task, min),
            effective(task, max)));
  }

  private static long requested(Task task, long which) {
    return task.value().field("uclamp_req").index(which).field("value").asLong();
  }

  /** {@code uclamp_eff_value()}. */
  private static long effective(Task task, long which) {
    Value own = task.value().field("uclamp").index(which);
    if (own.field("active").asBoolean()) {
      return own.field("value").asLong();
    }
    Value most = task.value().program().symbol("uclamp_default").index(which);
    return Math.min(inGroup(task, which), most.field("value").asLong());
  }

  /** {@code uclamp_tg_restrict()}. */
  private static long inGroup(Task task, long which) {
    long requested = requested(task, which);
    Optional<TaskGroup> group = TaskGroup.of(task);
    if (group.isEmpty()
        || !group.get().value().has("uclamp")
        || group.get().isAutogroup()
        || group.get().isRoot()) {
      return requested;
    }
    Value clamps = group.get().value().field("uclamp");
    long low =
        clamps.index(task.value().program().enumerator("UCLAMP_MIN")).field("value").asLong();
    long high =
        clamps.index(task.value().program().enumerator("UCLAMP_MAX")).field("value").asLong();
    return Math.min(Math.max(requested, low), high);
  }
}
