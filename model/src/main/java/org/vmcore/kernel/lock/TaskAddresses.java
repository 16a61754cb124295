package org.vmcore.kernel.lock;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.vmcore.kernel.stack.RunningTasks;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Program;

/** All tasks by where they lie: tells whether a word is a pointer to a task. Immutable. */
final class TaskAddresses {
  private final Map<Long, Task> tasks = new HashMap<>();

  private TaskAddresses(Program kernel) {
    Tasks.of(kernel).all().forEach(task -> tasks.put(task.address(), task));
    RunningTasks.of(kernel).idleTasks().forEach(task -> tasks.put(task.address(), task));
  }

  static TaskAddresses of(Program kernel) {
    return kernel.computed(TaskAddresses.class, TaskAddresses::new);
  }

  boolean has(long address) {
    return tasks.containsKey(address);
  }

  Optional<Task> at(long address) {
    return Optional.ofNullable(tasks.get(address));
  }
}
