package org.vmcore.kernel.stack;

import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;

/**
 * Tells which frame records of arm64 lie in a {@code struct pt_regs}, where entry code put the
 * registers of what it interrupted: {@code kernel_entry} of {@code arch/arm64/kernel/entry.S}.
 */
sealed interface PtRegsRecords {
  /**
   * The registers around a record.
   *
   * @param walk on the stack that the record is on
   * @param fp the record's address
   * @param returned the address that the record before it led to
   */
  Optional<Registers> around(StackWalk walk, long fp, long returned);

  static PtRegsRecords of(Program kernel) {
    return kernel.hasType("struct frame_record_meta") ? new Marked(kernel) : new Unmarked(kernel);
  }

  /** The registers, if the {@code struct pt_regs} would be whole on the stack and of the kernel. */
  private static Optional<Arm64Registers> registers(Program kernel, StackWalk walk, long fp) {
    long address = address(kernel, fp);
    return walk.current().holds(address, (int) kernel.sizeOf("struct pt_regs"))
        ? Optional.of(Arm64Registers.at(kernel, address)).filter(saved -> !saved.isUser())
        : Optional.empty();
  }

  private static long address(Program kernel, long fp) {
    return fp - kernel.offsetOf("struct pt_regs", "stackframe");
  }

  /** Since 6.13: such a record has no address in it, and a kind behind it. */
  record Marked(Program kernel) implements PtRegsRecords {
    private static final int RECORD_BYTES = 2 * Long.BYTES;
    private static final long FRAME_META_TYPE_PT_REGS = 2; // asm/stacktrace/frame.h

    @Override
    public Optional<Registers> around(StackWalk walk, long fp, long returned) {
      return registers(kernel, walk, fp)
          .filter(saved -> isMarked(walk, fp))
          .map(Registers.class::cast);
    }

    private static boolean isMarked(StackWalk walk, long fp) {
      return walk.word(fp) == 0
          && walk.word(fp + Long.BYTES) == 0
          && walk.word(fp + RECORD_BYTES) == FRAME_META_TYPE_PT_REGS;
    }
  }

  /**
   * Before, it looked like any other. It repeats two of the registers, as long as a handler did not
   * change those; a handler of interrupts finds the registers by {@code __irq_regs}; and entry code
   * called what comes before it.
   */
  final class Unmarked implements PtRegsRecords {
    private final Program kernel;
    private final Set<Long> ofInterrupts = new HashSet<>();
    private final OptionalLong entryBegin;
    private final OptionalLong entryEnd;

    Unmarked(Program kernel) {
      this.kernel = kernel;
      this.entryBegin = kernel.findAddress("__entry_text_start");
      this.entryEnd = kernel.findAddress("__entry_text_end");
      if (kernel.hasSymbol("__irq_regs")) {
        CpuMask.possible(kernel).stream().forEach(this::addOfInterrupt);
      }
    }

    private void addOfInterrupt(int cpu) {
      try {
        ofInterrupts.add(PerCpu.of(kernel).variable("__irq_regs", cpu).asLong());
      } catch (MemoryFault fault) {
        return; // the CPU never came up
      }
    }

    @Override
    public Optional<Registers> around(StackWalk walk, long fp, long returned) {
      boolean expected = ofInterrupts.contains(address(kernel, fp)) || isEntryCode(returned);
      return registers(kernel, walk, fp)
          .filter(saved -> isRepeated(walk, fp, saved) || expected && isSound(walk, saved))
          .map(Registers.class::cast);
    }

    private static boolean isRepeated(StackWalk walk, long fp, Registers saved) {
      long pc = walk.word(fp + Long.BYTES);
      return pc != 0 && pc == saved.pc() && walk.word(fp) == saved.fp();
    }

    private boolean isEntryCode(long returned) {
      return entryBegin.isPresent()
          && entryEnd.isPresent()
          && Long.compareUnsigned(returned, entryBegin.getAsLong()) >= 0
          && Long.compareUnsigned(returned, entryEnd.getAsLong()) < 0;
    }

    private boolean isSound(StackWalk walk, Registers saved) {
      return CodeSymbols.of(kernel).at(saved.pc()).isPresent() && walk.reaches(saved.sp());
    }
  }
}
