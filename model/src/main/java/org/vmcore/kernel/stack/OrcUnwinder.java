package org.vmcore.kernel.stack;

import java.util.List;
import java.util.Optional;
import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;
import org.vmcore.orc.OrcEntry;

/**
 * Follows ORC rules, {@code arch/x86/kernel/unwind_orc.c}. Where the kernel gives up for one
 * doubtful word, this does too: no function is made up.
 */
record OrcUnwinder(Program kernel, OrcTables tables) implements Unwinder {
  @Override
  public StackTrace ofSleeping(Task task, StackWalk walk) {
    OrcState state = new OrcState(task, walk);
    long sp = task.value().at("thread.sp").asLong();
    try {
      Value frame = kernel.object("struct inactive_task_frame", sp);
      walk.onStack(sp, (int) frame.type().sizeBytes());
      state.startBehind(frame, isStartOfThread(frame.field("ret_addr").asLong()));
    } catch (MemoryFault | Malformed fault) {
      return walk.end(Optional.empty(), StackEnd.BROKEN, fault.getMessage());
    }
    return walk(state, walk, Optional.empty());
  }

  /** A new task has called nothing yet: it begins with the first instruction. */
  private boolean isStartOfThread(long ip) {
    return kernel.findAddress("ret_from_fork_asm").orElse(0) == ip
        || kernel.findAddress("ret_from_fork").orElse(0) == ip;
  }

  @Override
  public StackTrace ofRunning(Task task, StackWalk walk, Registers registers) {
    OrcState state = new OrcState(task, walk);
    state.startAt((X86Registers) registers);
    return walk(state, walk, Optional.of(registers));
  }

  private StackTrace walk(OrcState state, StackWalk walk, Optional<Registers> start) {
    try {
      while (!state.isUser()) {
        state.addFrame();
        OrcEntry rule = tables.at(state.codeAddress(), state.interrupted());
        switch (rule.type()) {
          case END_OF_STACK -> {
            return walk.end(start, StackEnd.FIRST_FUNCTION, "");
          }
          case UNDEFINED -> state.stepToCallSite();
          case CALL, REGS, REGS_PARTIAL -> state.step(rule);
        }
      }
      return walk.end(start, StackEnd.USER_MODE, "");
    } catch (MemoryFault | Malformed fault) {
      return walk.end(start, StackEnd.BROKEN, fault.getMessage());
    }
  }

  /** The first return address that leads all the way out is taken for the innermost. */
  @Override
  public StackTrace leftover(Task task, StackRegion own) {
    long sp = task.value().at("thread.sp").asLong();
    CallSites calls = new CallSites(kernel);
    for (long slot = sp; own.holds(slot, Long.BYTES); slot += Long.BYTES) {
      StackWalk walk = new StackWalk(kernel, List.of(own));
      if (calls.isBehindCall(walk.word(slot))) {
        OrcState state = new OrcState(task, walk);
        state.returnTo(slot);
        StackTrace trace = walk(state, walk, Optional.empty());
        if (trace.isComplete()) {
          return trace;
        }
      }
    }
    return StackTrace.none(StackEnd.NO_REGISTERS, "nothing saved the registers of its CPU");
  }
}
