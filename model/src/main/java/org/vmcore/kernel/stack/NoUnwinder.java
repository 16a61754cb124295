package org.vmcore.kernel.stack;

import java.util.Optional;
import org.vmcore.kernel.task.Task;

/** For a kernel whose unwind tables cannot be read: knows where CPUs were, but no callers. */
record NoUnwinder(String reason) implements Unwinder {
  @Override
  public StackTrace ofSleeping(Task task, StackWalk walk) {
    return walk.end(Optional.empty(), StackEnd.BROKEN, reason);
  }

  @Override
  public StackTrace ofRunning(Task task, StackWalk walk, Registers registers) {
    walk.enters(registers.sp(), Long.BYTES);
    walk.add(registers.pc(), true, registers.sp());
    return walk.end(Optional.of(registers), StackEnd.BROKEN, reason);
  }
}
