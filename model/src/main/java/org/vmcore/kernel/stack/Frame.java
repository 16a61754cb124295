package org.vmcore.kernel.stack;

import java.util.Optional;
import org.vmcore.model.SymbolAt;

/**
 * One function of a stack.
 *
 * @param pc where it goes on: the address behind a call, or the instruction that was interrupted
 * @param interrupted whether {@code pc} is an interrupted instruction
 * @param slot where the return address lies; for an interrupted function its stack pointer
 * @param stack what stack that is on
 * @param symbol the function and how far into it {@code pc} is; empty for code without a name
 * @param saved registers that this function's entry saved: those of what it interrupted
 */
public record Frame(
    long pc,
    boolean interrupted,
    long slot,
    StackRegion stack,
    Optional<SymbolAt> symbol,
    Optional<Registers> saved) {
  /** Name of the function; empty for code without one. */
  public String function() {
    return symbol.map(SymbolAt::name).orElse("");
  }

  Frame withSaved(Registers registers) {
    return new Frame(pc, interrupted, slot, stack, symbol, Optional.of(registers));
  }
}
