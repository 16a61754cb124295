package org.vmcore.kernel.stack;

import java.util.Optional;
import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;

/**
 * Follows the chain of saved {@code rbp}s of an x86-64 kernel that keeps frame pointers, {@code
 * arch/x86/kernel/unwind_frame.c}. An odd address in the chain is that of a {@code struct pt_regs}.
 */
record FramePointerUnwinder(Program kernel) implements Unwinder {
  @Override
  public StackTrace ofSleeping(Task task, StackWalk walk) {
    long frame = task.value().at("thread.sp").asLong();
    long bp = frame + kernel.offsetOf("struct inactive_task_frame", "bp");
    return walk(task, walk, bp, Optional.empty());
  }

  @Override
  public StackTrace ofRunning(Task task, StackWalk walk, Registers registers) {
    walk.enters(registers.sp(), Long.BYTES);
    walk.add(registers.pc(), true, registers.sp());
    return walk(task, walk, registers.fp(), Optional.of(registers));
  }

  private StackTrace walk(Task task, StackWalk walk, long first, Optional<Registers> start) {
    try {
      long bp = first;
      while (bp != 0) {
        if ((bp & 1) == 0) {
          bp = caller(task, walk, bp);
          continue;
        }
        Registers saved = interrupted(walk, bp - 1); // as ENCODE_FRAME_POINTER marks it
        if (saved.isUser()) {
          return walk.end(start, StackEnd.USER_MODE, "");
        }
        bp = saved.fp();
      }
      return walk.endAtEntry(task, start);
    } catch (MemoryFault | Malformed fault) {
      return walk.end(start, StackEnd.BROKEN, fault.getMessage());
    }
  }

  private long caller(Task task, StackWalk walk, long bp) {
    long slot = walk.onStack(bp, 2 * Long.BYTES) + Long.BYTES;
    walk.add(ReturnTrampolines.of(kernel).original(task, walk.word(slot), slot), false, slot);
    long next = walk.word(bp);
    walk.mustRise(walk.current(), bp, next);
    return next;
  }

  private Registers interrupted(StackWalk walk, long address) {
    walk.onStack(address, X86Registers.SIZE_BYTES);
    X86Registers saved = X86Registers.at(kernel, address);
    walk.setSaved(saved);
    if (!saved.isUser()) {
      walk.enters(saved.sp(), Long.BYTES);
      walk.add(saved.pc(), true, saved.sp());
    }
    return saved;
  }
}
