package org.vmcore.emit.plugins.tasks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cgroup.Cgroup;
import org.vmcore.kernel.cgroup.CgroupHierarchy;
import org.vmcore.kernel.lock.WaitReason;
import org.vmcore.kernel.sched.LastRun;
import org.vmcore.kernel.stack.Frame;
import org.vmcore.kernel.stack.Stacks;
import org.vmcore.kernel.task.CpuTimes;
import org.vmcore.kernel.task.Namespaces;
import org.vmcore.kernel.task.Priority;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.TaskState;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Program;

/**
 * All tasks, a line for each, and each different stack once: {@code {"stacks": [...], "tasks":
 * [...]}}. Members that a task lacks are left out.
 */
final class TasksJson {
  @Emits("plugins/tasks/tasks.json")
  void tasks(Program kernel, Text out) {
    Map<List<String>, Integer> stacks = new LinkedHashMap<>();
    for (Task task : Tasks.of(kernel).all()) {
      stacks.putIfAbsent(functions(kernel, task), stacks.size());
    }
    out.raw("{\"stacks\":[");
    String between = "\n";
    for (Map.Entry<List<String>, Integer> stack : stacks.entrySet()) {
      out.raw(between);
      new JsonObject(out).number("id", stack.getValue()).strings("functions", stack.getKey()).end();
      between = ",\n";
    }
    out.raw("\n],\"tasks\":[");
    between = "\n";
    for (Task task : Tasks.of(kernel).all()) {
      out.raw(between);
      task(kernel, task, stacks.get(functions(kernel, task)), out);
      between = ",\n";
    }
    out.raw("\n]}\n");
  }

  private static List<String> functions(Program kernel, Task task) {
    return Stacks.of(kernel).trace(task).frames().stream().map(Frame::function).toList();
  }

  private static void task(Program kernel, Task task, int stack, Text out) {
    Priority priority = Priority.of(task);
    CpuTimes times = CpuTimes.ofThread(task);
    JsonObject json =
        new JsonObject(out)
            .number("pid", task.pid())
            .number("tgid", task.tgid())
            .number("ppid", task.realParent().tgid())
            .string("comm", task.comm())
            .string("state", Character.toString(TaskState.of(task).letter()))
            .number("cpu", task.cpu())
            .number("policy", priority.policy())
            .number("prio", priority.priority())
            .number("nice", priority.nice())
            .number("utimeNs", times.userNs())
            .number("stimeNs", times.systemNs())
            .number("startNs", task.startBootTimeNs())
            .number("lastRanAgoNs", LastRun.of(kernel).agoNs(task));
    waiting(kernel, task, json);
    cgroup(kernel, task).ifPresent(path -> json.string("cgroup", path));
    for (Namespaces.Namespace namespace : Namespaces.of(task)) {
      json.number(namespace.name() + "Ns", namespace.inum());
    }
    json.number("stack", stack).end();
  }

  private static void waiting(Program kernel, Task task, JsonObject json) {
    Stacks.of(kernel).wchan(task).ifPresent(function -> json.string("wchan", function));
    String reason = WaitReason.of(kernel, task);
    if (!reason.isEmpty()) {
      json.string("waitsFor", reason);
    }
  }

  /** The path in the unified hierarchy. */
  private static Optional<String> cgroup(Program kernel, Task task) {
    if (!task.value().has("cgroups")) {
      return Optional.empty();
    }
    return CgroupHierarchy.mounted(kernel).stream()
        .filter(CgroupHierarchy::isUnified)
        .findFirst()
        .flatMap(hierarchy -> Cgroup.of(task, hierarchy))
        .map(Cgroup::path);
  }
}
