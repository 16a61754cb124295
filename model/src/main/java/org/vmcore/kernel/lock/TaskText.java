package org.vmcore.kernel.lock;

import org.vmcore.kernel.task.Task;

/** A task in a sentence. */
final class TaskText {
  private TaskText() {}

  /** {@code pid 42 (sync)}. */
  static String of(Task task) {
    return "pid " + task.pid() + " (" + task.comm() + ")";
  }
}
