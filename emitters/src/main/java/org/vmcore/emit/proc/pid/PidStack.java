package org.vmcore.emit.proc.pid;

import java.util.List;
import java.util.Optional;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Text;
import org.vmcore.kernel.stack.Frame;
import org.vmcore.kernel.stack.Registers;
import org.vmcore.kernel.stack.RunningTasks;
import org.vmcore.kernel.stack.StackEnd;
import org.vmcore.kernel.stack.StackTrace;
import org.vmcore.kernel.stack.Stacks;
import org.vmcore.kernel.stack.UserRegisters;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;

/** What a task does in the kernel, {@code fs/proc/base.c}. */
final class PidStack {
  private static final int MAX_STACK_TRACE_DEPTH = 64;

  /**
   * {@code proc_pid_stack()}. Of a task that runs the living kernel shows nothing; here stands
   * where the crash found it.
   */
  @EmitsMany(path = "proc/{pid}/stack", each = Pids.class)
  void stack(Program kernel, Task task, Text out) {
    Stacks stacks = Stacks.of(kernel);
    StackTrace trace = stacks.trace(task);
    int left = MAX_STACK_TRACE_DEPTH;
    for (Frame frame : trace.frames()) {
      if (frame.symbol().isEmpty() || left == 0) {
        break;
      }
      if (!stacks.isScheduler(frame)) {
        out.line("[<0>] %s", frame.symbol().get().text());
        left--;
      }
    }
    if (trace.end() == StackEnd.BROKEN || trace.end() == StackEnd.NO_REGISTERS) {
      out.partial("functions are missing: " + trace.reason());
    }
  }

  @EmitsMany(path = "proc/{pid}/task/{tid}/stack", each = Tids.class)
  void stackOfThread(Program kernel, Task task, Text out) {
    stack(kernel, task, out);
  }

  /** {@code proc_pid_wchan()}. */
  @EmitsMany(path = "proc/{pid}/wchan", each = Pids.class)
  void wchan(Program kernel, Task task, Text out) {
    out.raw(Stacks.of(kernel).wchan(task).orElse("0"));
  }

  @EmitsMany(path = "proc/{pid}/task/{tid}/wchan", each = Tids.class)
  void wchanOfThread(Program kernel, Task task, Text out) {
    wchan(kernel, task, out);
  }

  /** {@code proc_pid_syscall()}, with {@code task_current_syscall()} of {@code lib/syscall.c}. */
  @EmitsMany(path = "proc/{pid}/syscall", each = Pids.class)
  void syscall(Program kernel, Task task, Text out) {
    Optional<Registers> entered = UserRegisters.of(task);
    if (task.state() == 0 || RunningTasks.of(kernel).cpuOf(task).isPresent()) {
      out.line("running");
    } else if (entered.isEmpty()) {
      out.line("-1 0x0 0x0");
    } else {
      syscall(task, entered.get(), out);
    }
  }

  private static void syscall(Task task, Registers entered, Text out) {
    int number = entered.syscallNumber();
    out.print("%d", number);
    List<Long> arguments = number < 0 ? List.of() : UserRegisters.syscallArguments(task, entered);
    arguments.forEach(argument -> out.print(" 0x%llx", argument));
    out.line(" 0x%llx 0x%llx", entered.sp(), entered.pc());
  }
}
