package org.vmcore.kernel.sched;

import java.util.Optional;
import org.vmcore.kernel.config.StaticKey;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code struct sched_statistics}, {@code include/linux/sched.h}: how long tasks and groups waited
 * and slept. The kernel counts only while asked to.
 */
public final class SchedStatistics {
  private SchedStatistics() {}

  /** {@code schedstat_enabled()}. */
  public static boolean areOn(Program kernel) {
    return StaticKey.isEnabled(kernel, "sched_schedstats");
  }

  /** Whether they lie in the task, since 5.16; before in its entity. */
  public static boolean areOfTask(Program kernel) {
    return kernel.hasMember("struct task_struct", "stats");
  }

  /** Of a task; empty for kernels without {@code CONFIG_SCHEDSTATS}. */
  public static Optional<Value> of(Task task) {
    Value value = task.value();
    if (areOfTask(value.program())) {
      return Optional.of(value.field("stats"));
    }
    return value.has("se.statistics") ? Optional.of(value.at("se.statistics")) : Optional.empty();
  }

  /** {@code __schedstats_from_se()}: of the entity of a group. */
  public static Optional<Value> ofGroup(Value entity) {
    if (entity.has("statistics")) {
      return Optional.of(entity.field("statistics"));
    }
    for (String holder : new String[] {"struct cfs_tg_state", "struct sched_entity_stats"}) {
      if (entity.program().hasMember(holder, "stats")) {
        return Optional.of(entity.containerOf(holder, "se").field("stats"));
      }
    }
    return Optional.empty();
  }
}
