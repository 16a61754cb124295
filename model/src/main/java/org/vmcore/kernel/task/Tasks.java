package org.vmcore.kernel.task;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * All tasks of the machine as the first PID namespace numbers them, found once. The idle tasks (pid
 * 0) are not among them. What does not look like a task is left out.
 */
public final class Tasks {
  static final int PID_MAX_LIMIT = 4 << 20; // include/linux/threads.h

  private final List<Task> processes;
  private final TreeMap<Integer, Task> byPid = new TreeMap<>();

  private Tasks(Program kernel) {
    TreeMap<Integer, Task> leaders = new TreeMap<>();
    for (Value entry :
        ListHead.forEachEntry(
            kernel.symbol("init_task").field("tasks"), "struct task_struct", "tasks")) {
      Task leader = Task.of(entry);
      if (isTask(leader)) {
        leaders.put(leader.pid(), leader);
      }
    }
    this.processes = List.copyOf(leaders.values());
    for (Task leader : processes) {
      byPid.put(leader.pid(), leader);
      for (Task thread : threadsOf(leader)) {
        byPid.putIfAbsent(thread.pid(), thread);
      }
    }
  }

  public static Tasks of(Program kernel) {
    return kernel.computed(Tasks.class, Tasks::new);
  }

  private static boolean isTask(Task task) {
    try {
      int pid = task.pid();
      return pid > 0 && pid <= PID_MAX_LIMIT && task.leader().address() == task.address();
    } catch (MemoryFault fault) {
      return false;
    }
  }

  private static List<Task> threadsOf(Task leader) {
    try {
      return leader.threads();
    } catch (MemoryFault | Malformed damaged) {
      return fromLeader(leader);
    }
  }

  private static List<Task> fromLeader(Task leader) {
    try {
      return leader.threadsFromHere();
    } catch (MemoryFault damaged) {
      return List.of(leader);
    }
  }

  /** The processes, each as the task that leads it, by pid. */
  public List<Task> processes() {
    return processes;
  }

  /** All threads of all processes, leaders among them, by pid. */
  public Collection<Task> all() {
    return Collections.unmodifiableCollection(byPid.values());
  }

  /** The threads of a process by pid, as {@code /proc/PID/task} lists them. */
  public List<Task> threads(Task process) {
    List<Task> threads = new ArrayList<>(threadsOf(process));
    threads.sort((a, b) -> Integer.compare(a.pid(), b.pid()));
    return threads;
  }

  /** The process or thread of this number. */
  public Optional<Task> byPid(int pid) {
    return Optional.ofNullable(byPid.get(pid));
  }
}
