package org.vmcore.emit.commands.vmcore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.lock.WaitReason;
import org.vmcore.kernel.sched.LastRun;
import org.vmcore.kernel.stack.Frame;
import org.vmcore.kernel.stack.RunningTasks;
import org.vmcore.kernel.stack.StackTrace;
import org.vmcore.kernel.stack.Stacks;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.TaskState;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Program;

/** Tasks by the time since they last got a CPU. */
final class LongestWaits {
  private static final long NS_PER_MS = 1_000_000;
  private static final long MS_PER_DAY = 24L * 60 * 60 * 1000;

  /** Tasks that cannot be interrupted, the longest first; those with equal stacks together. */
  @Emits("sos_commands/vmcore/ps_-D")
  void blocked(Program kernel, Text out) {
    LastRun lastRun = LastRun.of(kernel);
    List<Task> blocked =
        Tasks.of(kernel).all().stream()
            .filter(task -> TaskState.of(task) == TaskState.DISK_SLEEP)
            .sorted(Comparator.comparingLong(lastRun::atNs))
            .toList();
    out.line("blocked tasks: %d", blocked.size());
    Map<List<String>, List<Task>> byStack = new LinkedHashMap<>();
    for (Task task : blocked) {
      List<String> functions =
          Stacks.of(kernel).trace(task).frames().stream().map(Frame::function).toList();
      byStack.computeIfAbsent(functions, f -> new ArrayList<>()).add(task);
    }
    byStack.values().forEach(tasks -> group(kernel, tasks, out));
  }

  private static void group(Program kernel, List<Task> tasks, Text out) {
    out.line("");
    for (Task task : tasks) {
      out.print("[%s] ", since(LastRun.of(kernel).agoNs(task)));
      TaskHead.print(task, out);
      String reason = WaitReason.of(kernel, task);
      if (!reason.isEmpty()) {
        out.line("    waits for %s", reason);
      }
    }
    StackTrace trace = Stacks.of(kernel).trace(tasks.get(0));
    TraceText.functions(trace, out);
  }

  /** All tasks, those that ran last first, as {@code ps -m} of crash. */
  @Emits("sos_commands/vmcore/ps_-m")
  void all(Program kernel, Text out) {
    LastRun lastRun = LastRun.of(kernel);
    List<Task> tasks = new ArrayList<>(RunningTasks.of(kernel).idleTasks());
    tasks.addAll(Tasks.of(kernel).all());
    tasks.sort(Comparator.comparingLong(lastRun::atNs).reversed());
    for (Task task : tasks) {
      boolean runs = RunningTasks.of(kernel).cpuOf(task).isPresent();
      out.print(
          "[%s] [%c%c] ",
          since(lastRun.agoNs(task)), TaskState.of(task).letter(), runs ? '>' : ' ');
      TaskHead.print(task, out);
    }
  }

  /** {@code 0 00:01:02.003}: days, hours, minutes, seconds. */
  static String since(long ns) {
    long ms = ns / NS_PER_MS;
    return Text.format(
        "%ld %02ld:%02ld:%02ld.%03ld",
        ms / MS_PER_DAY, ms / 3_600_000 % 24, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
  }
}
