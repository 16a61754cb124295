package org.vmcore.emit.proc.pid;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Program;

/**
 * The threads of all processes that have several, by pid of the process: a single thread has
 * nothing to add to its process.
 */
@Enumerates({"pid", "tid"})
public final class Tids implements Enumerator<Task> {
  @Override
  public List<Key<Task>> keys(Program kernel) {
    return keys(kernel, 2);
  }

  /** The threads of all processes that have so many. */
  static List<Key<Task>> keys(Program kernel, int minThreads) {
    List<Key<Task>> keys = new ArrayList<>();
    Tasks tasks = Tasks.of(kernel);
    for (Task process : tasks.processes()) {
      List<Task> threads = tasks.threads(process);
      for (Task thread : threads.size() >= minThreads ? threads : List.<Task>of()) {
        keys.add(Key.of(Integer.toString(process.pid()), Integer.toString(thread.pid()), thread));
      }
    }
    return keys;
  }
}
