package org.vmcore.kernel.sched;

import java.util.Optional;
import org.vmcore.kernel.cgroup.Cgroup;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Value;

/**
 * A {@code struct task_group}, {@code kernel/sched/sched.h}: tasks that share CPU time as one.
 * Kernels without {@code CONFIG_CGROUP_SCHED} have none.
 */
public record TaskGroup(Value value) {
  static TaskGroup of(Value group) {
    return new TaskGroup(group.type().asStruct().isPresent() ? group : group.deref());
  }

  /** {@code task_group()}. */
  public static Optional<TaskGroup> of(Task task) {
    return task.value().has("sched_task_group")
        ? Optional.of(of(task.value().field("sched_task_group")))
        : Optional.empty();
  }

  public boolean isRoot() {
    return value.address() == value.program().symbol("root_task_group").address();
  }

  /** {@code task_group_is_autogroup()}: made for a session, not for a control group. */
  public boolean isAutogroup() {
    return value.has("autogroup") && !value.field("autogroup").isNull();
  }

  /** {@code task_group_path()}, {@code kernel/sched/debug.c}. */
  public String path() {
    return isAutogroup()
        ? "/autogroup-" + value.field("autogroup").field("id").asLong()
        : new Cgroup(value.at("css.cgroup")).path();
  }
}
