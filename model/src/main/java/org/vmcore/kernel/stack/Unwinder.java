package org.vmcore.kernel.stack;

import org.vmcore.dump.MemoryFault;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.Unsupported;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;

/** A way to find the functions that called each other. Thread-safe. */
sealed interface Unwinder
    permits OrcUnwinder, FramePointerUnwinder, FrameRecordUnwinder, NoUnwinder {
  /**
   * The functions of a task that had given up its CPU.
   *
   * @param walk on the task's stack alone
   */
  StackTrace ofSleeping(Task task, StackWalk walk);

  /**
   * The functions of a task that ran.
   *
   * @param walk on the task's stack and those of its CPU
   * @param registers of its CPU, in kernel code
   */
  StackTrace ofRunning(Task task, StackWalk walk, Registers registers);

  /** The calls that a stack holds above where its task last gave up the CPU; perhaps none. */
  default StackTrace leftover(Task task, StackRegion own) {
    return StackTrace.none(StackEnd.NO_REGISTERS, "nothing saved the registers of its CPU");
  }

  /** The one that fits the kernel. */
  static Unwinder of(Program kernel) {
    if (kernel.machine().equals("aarch64")) {
      return new FrameRecordUnwinder(kernel);
    }
    try {
      return OrcTables.of(kernel)
          .<Unwinder>map(tables -> new OrcUnwinder(kernel, tables))
          .orElseGet(() -> new FramePointerUnwinder(kernel));
    } catch (Unsupported | MalformedInput | MemoryFault fault) {
      return new NoUnwinder(fault.getMessage());
    }
  }
}
