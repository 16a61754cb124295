package org.vmcore.emit.commands.vmcore;

import org.vmcore.emit.Text;
import org.vmcore.kernel.task.Task;

/** The line with which crash begins what it says of a task. */
final class TaskHead {
  private TaskHead() {}

  static void print(Task task, Text out) {
    out.line(
        "PID: %-8d TASK: %016lx  CPU: %-3d  COMMAND: \"%s\"",
        task.pid(), task.address(), task.cpu(), task.comm());
  }
}
