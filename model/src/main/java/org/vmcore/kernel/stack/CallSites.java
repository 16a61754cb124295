package org.vmcore.kernel.stack;

import java.util.OptionalLong;
import org.vmcore.model.Program;

/**
 * Finds the caller of x86 code that no rule covers, as the one function that starts the next kernel
 * ({@code __crash_kexec()}): by a return address behind an instruction that calls just this
 * function.
 */
record CallSites(Program kernel) {
  private static final int MAX_WORDS = 512;
  private static final int CALL_OPCODE = 0xe8;
  private static final int CALL_BYTES = 5;

  /**
   * Where the return address of a function lies.
   *
   * @param function its first instruction
   * @param sp the stack pointer within it
   */
  OptionalLong slot(StackWalk walk, long function, long sp) {
    for (int i = 0; i < MAX_WORDS; i++) {
      long slot = sp + (long) i * Long.BYTES;
      if (!walk.current().holds(slot, Long.BYTES)) {
        break;
      }
      if (isBehindCall(walk.word(slot), function)) {
        return OptionalLong.of(slot);
      }
    }
    return OptionalLong.empty();
  }

  private boolean isBehindCall(long address, long function) {
    return isBehindCall(address)
        && address + kernel.memory().u32(address - Integer.BYTES) == function;
  }

  /** Whether the instruction before an address of code is a direct call. */
  boolean isBehindCall(long address) {
    return CodeSymbols.of(kernel).at(address - 1).isPresent()
        && kernel.memory().isReadable(address - CALL_BYTES)
        && kernel.memory().isReadable(address - 1)
        && kernel.memory().u8(address - CALL_BYTES) == CALL_OPCODE;
  }
}
