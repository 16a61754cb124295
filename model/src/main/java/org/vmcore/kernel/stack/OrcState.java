package org.vmcore.kernel.stack;

import org.vmcore.kernel.stack.X86Registers.Name;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;
import org.vmcore.orc.OrcEntry;

/**
 * Where a walk by ORC rules is: {@code struct unwind_state} and {@code unwind_next_frame()} of
 * {@code arch/x86/kernel/unwind_orc.c}. Confined to one thread.
 */
final class OrcState {
  private final Program kernel;
  private final Task task;
  private final StackWalk walk;
  private final ReturnTrampolines trampolines;
  private final boolean offsetBehindIndirection;
  private long ip;
  private long sp;
  private long bp;
  private long slot;
  private boolean interrupted;
  private X86Registers registers = X86Registers.NONE;

  OrcState(Task task, StackWalk walk) {
    this.kernel = walk.kernel();
    this.task = task;
    this.walk = walk;
    this.trampolines = ReturnTrampolines.of(kernel);
    // ORC_REG_SP_INDIRECT changed its meaning when stacks for interrupts got this flag, in 5.12.
    this.offsetBehindIndirection =
        kernel.hasSymbol("hardirq_stack_inuse")
            || kernel.hasMember("struct pcpu_hot", "hardirq_stack_inuse");
  }

  /**
   * Starts where {@code __switch_to_asm()} left a task.
   *
   * @param frame the {@code struct inactive_task_frame}
   */
  void startBehind(Value frame, boolean atFirstInstruction) {
    ip = frame.field("ret_addr").asLong();
    slot = frame.field("ret_addr").address();
    sp = frame.address() + frame.type().sizeBytes();
    bp = frame.field("bp").asLong();
    interrupted = atFirstInstruction;
  }

  /** Starts where the CPU was. */
  void startAt(X86Registers start) {
    take(start);
    bp = start.fp();
    walk.enters(sp, Long.BYTES);
  }

  private void take(X86Registers saved) {
    registers = saved;
    ip = saved.pc();
    sp = saved.sp();
    slot = sp;
    interrupted = true;
  }

  boolean isUser() {
    return registers.isUser();
  }

  boolean interrupted() {
    return interrupted;
  }

  /** An address of the instruction whose rule counts: the call, not what follows it. */
  long codeAddress() {
    return interrupted ? ip : ip - 1;
  }

  void addFrame() {
    walk.add(ip, interrupted, slot);
  }

  /**
   * Goes on to the caller.
   *
   * @throws Malformed when the rule cannot be followed on this stack
   */
  void step(OrcEntry rule) {
    StackRegion stackBefore = walk.current();
    long spBefore = sp;
    long frame = callersFrame(rule);
    switch (rule.type()) {
      case CALL -> returnTo(frame - Long.BYTES);
      case REGS -> {
        walk.onStack(frame, X86Registers.SIZE_BYTES);
        interruptedBy(X86Registers.at(kernel, frame));
      }
      case REGS_PARTIAL -> {
        walk.onStack(frame, X86Registers.SIZE_BYTES - X86Registers.IRET_FRAME_OFFSET);
        interruptedBy(X86Registers.ofIretFrame(kernel, frame, registers));
      }
      case UNDEFINED, END_OF_STACK -> throw new IllegalArgumentException("no caller: " + rule);
    }
    bp = callersBp(rule, frame);
    walk.mustRise(stackBefore, spBefore, sp);
  }

  /**
   * Goes on to the caller of code without a rule.
   *
   * @throws Malformed when nothing on the stack calls it
   */
  void stepToCallSite() {
    SymbolAt code =
        CodeSymbols.of(kernel)
            .at(codeAddress())
            .orElseThrow(() -> new Malformed("no rule for code without a name", "stack", slot));
    long found =
        new CallSites(kernel)
            .slot(walk, codeAddress() - code.offsetBytes(), sp)
            .orElseThrow(() -> new Malformed("no rule for " + code.name() + "()", "stack", slot));
    returnTo(found);
  }

  /** Goes on to, or starts with, the caller whose return address lies here. */
  void returnTo(long address) {
    slot = address;
    ip = trampolines.original(task, walk.word(slot), slot);
    sp = slot + Long.BYTES;
    registers = X86Registers.NONE;
    interrupted = false;
  }

  private void interruptedBy(X86Registers saved) {
    walk.setSaved(saved);
    take(saved);
    walk.enters(sp, Long.BYTES);
    ip = trampolines.original(task, ip, sp - Long.BYTES); // perhaps right behind its return
  }

  private long callersFrame(OrcEntry rule) {
    int offset = rule.spOffset();
    return switch (rule.spRegister()) {
      case SP -> sp + offset;
      case BP -> bp + offset;
      case SP_INDIRECT -> offsetBehindIndirection ? walk.word(sp) + offset : walk.word(sp + offset);
      case BP_INDIRECT -> walk.word(bp + offset);
      case AX -> registers.get(Name.RAX);
      case DX -> registers.get(Name.RDX);
      case DI -> registers.get(Name.RDI);
      case R10 -> registers.get(Name.R10);
      case R13 -> registers.get(Name.R13);
      case PREV_SP, UNDEFINED ->
          throw new Malformed("a rule without a base", "struct orc_entry", codeAddress());
    };
  }

  private long callersBp(OrcEntry rule, long frame) {
    return switch (rule.bpRegister()) {
      case UNDEFINED -> registers.knows(Name.RBP) ? registers.fp() : bp;
      case PREV_SP -> walk.word(frame + rule.bpOffset());
      case BP -> walk.word(bp + rule.bpOffset());
      default -> throw new Malformed("a rule without a base", "struct orc_entry", codeAddress());
    };
  }
}
