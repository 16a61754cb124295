package org.vmcore.kernel.stack;

import java.util.Optional;
import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Follows the frame records of arm64, pairs of a frame pointer and a return address: {@code
 * arch/arm64/kernel/stacktrace.c}. Entry code puts such a record into the {@code struct pt_regs} of
 * what it interrupted ({@link PtRegsRecords}), and the last one into that of the program.
 */
final class FrameRecordUnwinder implements Unwinder {
  private static final int RECORD_BYTES = 2 * Long.BYTES;

  private final Program kernel;
  private final PtRegsRecords ptRegs;
  private final long recordOffset;
  private final long authenticationMask;

  FrameRecordUnwinder(Program kernel) {
    this.kernel = kernel;
    this.ptRegs = PtRegsRecords.of(kernel);
    this.recordOffset = kernel.offsetOf("struct pt_regs", "stackframe");
    this.authenticationMask =
        kernel.dump().vmcoreInfo().map(info -> info.number("KERNELPACMASK").orElse(0)).orElse(0L);
  }

  @Override
  public StackTrace ofSleeping(Task task, StackWalk walk) {
    Value context = task.value().at("thread.cpu_context");
    long sp = context.field("sp").asLong();
    walk.enters(sp, Long.BYTES);
    walk.add(stripped(context.field("pc").asLong()), false, sp);
    return walk(task, walk, context.field("fp").asLong(), Optional.empty());
  }

  @Override
  public StackTrace ofRunning(Task task, StackWalk walk, Registers registers) {
    walk.enters(registers.sp(), Long.BYTES);
    walk.add(registers.pc(), true, registers.sp());
    return walk(task, walk, registers.fp(), Optional.of(registers));
  }

  /** Without the signature that pointer authentication put into the upper bits. */
  private long stripped(long address) {
    boolean ofKernel = (address >> 55 & 1) != 0; // bit 55 chooses the half of the address space
    return ofKernel ? address | authenticationMask : address & ~authenticationMask;
  }

  private StackTrace walk(Task task, StackWalk walk, long first, Optional<Registers> start) {
    long last = ThreadStack.userRegistersAddress(task).orElse(0) + recordOffset;
    try {
      long fp = first;
      while (fp != 0 && fp != last) {
        walk.onStack(fp, RECORD_BYTES);
        Optional<Registers> saved = ptRegs.around(walk, fp, walk.pc());
        if (saved.isPresent()) {
          fp = interrupted(walk, fp, saved.get());
        } else {
          fp = caller(task, walk, fp);
        }
      }
      return walk.endAtEntry(task, start);
    } catch (MemoryFault | Malformed fault) {
      return walk.end(start, StackEnd.BROKEN, fault.getMessage());
    }
  }

  private static long interrupted(StackWalk walk, long fp, Registers saved) {
    StackRegion before = walk.current();
    walk.setSaved(saved);
    walk.enters(saved.sp(), Long.BYTES);
    walk.add(saved.pc(), true, saved.sp());
    walk.mustRise(before, fp, saved.fp());
    return saved.fp();
  }

  private long caller(Task task, StackWalk walk, long fp) {
    long next = walk.word(fp);
    long slot = fp + Long.BYTES;
    long address = stripped(walk.word(slot));
    if (address == 0) {
      return 0; // the first function of a thread
    }
    walk.add(ReturnTrampolines.of(kernel).original(task, address, next), false, slot);
    walk.mustRise(walk.current(), fp, next);
    return next;
  }
}
