package org.vmcore.kernel.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;

/** The stacks of all tasks, each walked once and shared by all who ask. Thread-safe. */
public final class Stacks {
  private final Program kernel;
  private final Unwinder unwinder;

  /** Key of a computed trace. */
  private record TraceOf(long task) {}

  private Stacks(Program kernel) {
    this.kernel = kernel;
    this.unwinder = Unwinder.of(kernel);
  }

  public static Stacks of(Program kernel) {
    return kernel.computed(Stacks.class, Stacks::new);
  }

  /**
   * The functions that a task was in: where it waits, or for one that ran at the crash, where the
   * registers of its CPU say.
   */
  public StackTrace trace(Task task) {
    return kernel.computed(new TraceOf(task.address()), k -> unwindAsFarAsReadable(task));
  }

  private StackTrace unwindAsFarAsReadable(Task task) {
    try {
      return unwind(task);
    } catch (MemoryFault fault) {
      return StackTrace.none(StackEnd.BROKEN, fault.getMessage());
    }
  }

  private StackTrace unwind(Task task) {
    Optional<StackRegion> own = ThreadStack.of(task);
    if (own.isEmpty()) {
      return StackTrace.none(StackEnd.NO_STACK, "the task gave its stack back");
    }
    List<StackRegion> stacks = new ArrayList<>(List.of(own.get()));
    OptionalInt cpu = RunningTasks.of(kernel).cpuOf(task);
    if (cpu.isEmpty()) {
      return unwinder.ofSleeping(task, new StackWalk(kernel, stacks));
    }
    Optional<Registers> registers = CrashRegisters.of(kernel).on(cpu.getAsInt());
    if (registers.isEmpty()) {
      return StackTrace.none(StackEnd.NO_REGISTERS, "nothing saved the registers of its CPU");
    }
    if (registers.get().isUser()) {
      return new StackTrace(List.of(), registers, StackEnd.USER_MODE, "");
    }
    stacks.addAll(CpuStacks.of(kernel).of(cpu.getAsInt()));
    return unwinder.ofRunning(task, new StackWalk(kernel, stacks), registers.get());
  }

  /**
   * Calls that the stack of a task still holds, for one that ran while nothing saved the registers
   * of its CPU: above where it last gave up the CPU. Those further in may have returned since.
   */
  public StackTrace leftover(Task task) {
    return ThreadStack.of(task)
        .map(own -> unwinder.leftover(task, own))
        .orElse(StackTrace.none(StackEnd.NO_STACK, "the task gave its stack back"));
  }

  /**
   * {@code get_wchan()}: the function that a blocked task waits in, below those of the scheduler;
   * empty for a task that does not wait.
   */
  public Optional<String> wchan(Task task) {
    return WaitChannel.of(kernel).of(task);
  }

  /** Whether a function belongs to the scheduler: what is below it is what the task waits in. */
  public boolean isScheduler(Frame frame) {
    return CodeSymbols.of(kernel).isScheduler(frame.pc());
  }
}
