package org.vmcore.emit.proc.pid;

import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Text;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;

/** Whom a thread has started, {@code children_seq_show()}, {@code fs/proc/array.c}. */
final class PidChildren {
  @EmitsMany(
      path = "proc/{pid}/task/{tid}/children",
      each = EveryTid.class,
      needs = "children_seq_show")
  void children(Program kernel, Task task, Text out) {
    for (Task child : task.children()) {
      out.print("%d ", child.pid());
    }
  }
}
