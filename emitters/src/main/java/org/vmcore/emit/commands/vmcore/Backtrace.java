package org.vmcore.emit.commands.vmcore;

import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.stack.RunningTasks;
import org.vmcore.kernel.stack.StackEnd;
import org.vmcore.kernel.stack.StackTrace;
import org.vmcore.kernel.stack.Stacks;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Program;

/** Stacks as {@code bt -a} and {@code foreach bt} of crash print them: a block for each task. */
final class Backtrace {
  /** Of the tasks that the CPUs ran, by CPU. */
  @Emits("sos_commands/vmcore/bt_-a")
  void ofCpus(Program kernel, Text out) {
    RunningTasks running = RunningTasks.of(kernel);
    String between = "";
    for (int cpu : CpuMask.possible(kernel).stream().toArray()) {
      if (running.on(cpu).isPresent()) {
        out.raw(between);
        block(kernel, running.on(cpu).get(), out);
        between = "\n";
      }
    }
  }

  /** Of all tasks by pid; the idle tasks of the CPUs come last. */
  @Emits("sos_commands/vmcore/foreach_bt")
  void ofAll(Program kernel, Text out) {
    for (Task task : Tasks.of(kernel).all()) {
      block(kernel, task, out);
      out.append('\n');
    }
    for (Task task : RunningTasks.of(kernel).idleTasks()) {
      block(kernel, task, out);
      out.append('\n');
    }
  }

  private static void block(Program kernel, Task task, Text out) {
    try {
      readable(kernel, task, out);
    } catch (MemoryFault fault) {
      out.line("# the task at %lx cannot be read: %s", task.address(), fault.getMessage());
      out.partial("a task cannot be read: " + fault.getMessage());
    }
  }

  private static void readable(Program kernel, Task task, Text out) {
    StackTrace trace = Stacks.of(kernel).trace(task);
    TaskHead.print(task, out);
    if (trace.end() == StackEnd.NO_REGISTERS) {
      leftover(kernel, task, out);
      return;
    }
    TraceText.print(trace, out);
    if (!trace.isComplete() && trace.end() != StackEnd.NO_STACK) {
      out.line("# functions are missing: %s", trace.reason());
      out.partial("functions of pid " + task.pid() + " are missing: " + trace.reason());
    }
  }

  /** Of a task that ran on a CPU whose registers nothing saved, as one that was offline. */
  private static void leftover(Program kernel, Task task, Text out) {
    out.line("# the registers of this CPU were not saved");
    StackTrace leftover = Stacks.of(kernel).leftover(task);
    if (!leftover.frames().isEmpty()) {
      out.line("# its stack still holds these calls, the first of which may have returned");
      TraceText.print(leftover, out);
    }
  }
}
