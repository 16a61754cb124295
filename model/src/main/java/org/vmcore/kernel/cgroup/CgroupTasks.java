package org.vmcore.kernel.cgroup;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Value;

/**
 * The tasks of a group itself, without those of the groups below it: {@code css_task_iter}, {@code
 * kernel/cgroup/cgroup.c}, in its order.
 */
public final class CgroupTasks {
  private CgroupTasks() {}

  /** Living threads: {@code cgroup.threads}. */
  public static List<Task> threads(Cgroup group) {
    List<Task> threads = new ArrayList<>();
    for (Value set : sets(group, false)) {
      threads.addAll(tasks(set, "tasks"));
      threads.addAll(tasks(set, "mg_tasks"));
    }
    return threads;
  }

  /**
   * Processes that live or have a living thread: {@code cgroup.procs}. Those of a threaded subtree
   * belong to its domain.
   */
  public static List<Task> processes(Cgroup group) {
    List<Task> processes = new ArrayList<>();
    for (Value set : sets(group, true)) {
      tasks(set, "tasks").stream().filter(Task::isLeader).forEach(processes::add);
      tasks(set, "mg_tasks").stream().filter(Task::isLeader).forEach(processes::add);
      if (set.has("dying_tasks")) { // 5.2+
        tasks(set, "dying_tasks").stream()
            .filter(Task::isLeader)
            .filter(task -> task.signal().at("live.counter").asInt() != 0)
            .forEach(processes::add);
      }
    }
    return processes;
  }

  /** {@code cgroup_is_threaded()}: its processes are those of another group. */
  public static boolean isThreaded(Cgroup group) {
    Value value = group.value();
    return value.has("dom_cgrp") && value.field("dom_cgrp").asLong() != value.address();
  }

  /** {@code struct css_set}s of the group. */
  private static List<Value> sets(Cgroup group, boolean threaded) {
    List<Value> sets = new ArrayList<>();
    for (Value link :
        ListHead.forEachEntry(
            group.value().field("cset_links"), "struct cgrp_cset_link", "cset_link")) {
      Value set = link.field("cset").deref();
      sets.add(set);
      if (threaded && set.has("threaded_csets")) {
        sets.addAll(
            ListHead.forEachEntry(
                set.field("threaded_csets"), "struct css_set", "threaded_csets_node"));
      }
    }
    return sets;
  }

  private static List<Task> tasks(Value set, String list) {
    return ListHead.forEachEntry(set.field(list), "struct task_struct", "cg_list").stream()
        .map(Task::of)
        .toList();
  }
}
