package org.vmcore.emit.proc.pid;

import java.util.List;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Program;

/** The processes, by pid. */
@Enumerates("pid")
public final class Pids implements Enumerator<Task> {
  @Override
  public List<Key<Task>> keys(Program kernel) {
    return Tasks.of(kernel).processes().stream()
        .map(task -> Key.of(Integer.toString(task.pid()), task))
        .toList();
  }
}
