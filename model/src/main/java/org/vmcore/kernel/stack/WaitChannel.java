package org.vmcore.kernel.stack;

import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;

/** How a kernel finds the function that a blocked task waits in, {@code get_wchan()}. */
sealed interface WaitChannel {
  /** A state in which a task is about to run, {@code include/linux/sched.h}. */
  long TASK_WAKING = 0x200;

  /** Name of the function; empty for a task that does not wait. */
  Optional<String> of(Task task);

  /** As this kernel does it. */
  static WaitChannel of(Program kernel) {
    return kernel.computed(
        WaitChannel.class,
        k ->
            k.findAddress("__get_wchan").isPresent() || !k.machine().equals("x86_64")
                ? new FromTrace(k)
                : new FromSavedFramePointers(k));
  }

  /** Since 5.16, and before it on machines with frame records, by the unwinder. */
  record FromTrace(Program kernel) implements WaitChannel {
    @Override
    public Optional<String> of(Task task) {
      if (task.state() == 0 || task.state() == TASK_WAKING || isQueued(task)) {
        return Optional.empty();
      }
      CodeSymbols symbols = CodeSymbols.of(kernel);
      for (Frame frame : Stacks.of(kernel).trace(task).frames()) {
        if (frame.symbol().isEmpty()) {
          break; // the kernel's unwinder stops at what is no code
        }
        if (!symbols.isScheduler(frame.pc())) {
          return symbols.at(frame.pc()).map(SymbolAt::name);
        }
      }
      return Optional.empty();
    }

    private static boolean isQueued(Task task) {
      return task.value().field("on_rq").asLong() != 0;
    }
  }

  /**
   * Before 5.16, {@code arch/x86/kernel/process.c}: by frame pointers even in kernels that keep
   * none, where this seldom leads anywhere. Their {@code /proc/PID/wchan} shows just that.
   */
  record FromSavedFramePointers(Program kernel) implements WaitChannel {
    private static final int MAX_STEPS = 16;

    @Override
    public Optional<String> of(Task task) {
      Optional<StackRegion> stack = ThreadStack.of(task);
      if (task.state() == 0 || stack.isEmpty()) {
        return Optional.empty();
      }
      try {
        OptionalLong found = find(task, stack.get());
        return found.isPresent()
            ? CodeSymbols.of(kernel).at(found.getAsLong()).map(SymbolAt::name)
            : Optional.empty();
      } catch (MemoryFault fault) {
        return Optional.empty();
      }
    }

    private OptionalLong find(Task task, StackRegion stack) {
      long sp = task.value().at("thread.sp").asLong();
      if (!stack.holds(sp, 2 * Long.BYTES)) {
        return OptionalLong.empty();
      }
      long fp = kernel.object("struct inactive_task_frame", sp).field("bp").asLong();
      for (int step = 0; step <= MAX_STEPS && stack.holds(fp, 2 * Long.BYTES); step++) {
        long ip = kernel.memory().u64(fp + Long.BYTES);
        if (!CodeSymbols.of(kernel).isScheduler(ip)) {
          return OptionalLong.of(ip);
        }
        fp = kernel.memory().u64(fp);
      }
      return OptionalLong.empty();
    }
  }
}
