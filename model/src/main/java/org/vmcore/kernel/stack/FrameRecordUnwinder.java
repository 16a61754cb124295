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
 * what it interrupted, and the last one into that of the program.
 */
final class FrameRecordUnwinder implements Unwinder {
  private static final int RECORD_BYTES = 2 * Long.BYTES;
  private static final long FRAME_META_TYPE_PT_REGS = 2; // asm/stacktrace/frame.h, since 6.13

  private final Program kernel;
  private final long recordOffset;
  private final long authenticationMask;

  FrameRecordUnwinder(Program kernel) {
    this.kernel = kernel;
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
        Optional<Registers> saved = interrupted(walk, fp);
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

  /**
   * The registers whose {@code struct pt_regs} holds this record. Since 6.13 the record says so;
   * before, it repeats two of them.
   */
  private Optional<Registers> interrupted(StackWalk walk, long fp) {
    long address = fp - recordOffset;
    int sizeBytes = (int) kernel.sizeOf("struct pt_regs");
    if (!walk.current().holds(address, sizeBytes)) {
      return Optional.empty();
    }
    long next = walk.word(fp);
    long pc = walk.word(fp + Long.BYTES);
    Arm64Registers registers = Arm64Registers.at(kernel, address);
    boolean says =
        kernel.hasType("struct frame_record_meta")
            ? next == 0 && pc == 0 && walk.word(fp + RECORD_BYTES) == FRAME_META_TYPE_PT_REGS
            : pc != 0 && registers.pc() == pc && registers.fp() == next;
    return says && !registers.isUser() ? Optional.of(registers) : Optional.empty();
  }
}
