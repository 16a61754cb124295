package org.vmcore.kernel.stack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vmcore.model.Program;

/**
 * Registers of an arm64 CPU: {@code struct user_pt_regs}, {@code
 * arch/arm64/include/uapi/asm/ptrace.h}, with which {@code struct pt_regs} begins, as does a note.
 * Immutable.
 */
public final class Arm64Registers implements Registers {
  private static final int NR_GENERAL = 31;
  private static final int SP = NR_GENERAL;
  private static final int PC = SP + 1;
  private static final int PSTATE = PC + 1;

  /** How many there are. */
  static final int COUNT = PSTATE + 1;

  private static final int FP = 29;
  private static final int NR_ARGUMENTS = 6;
  private static final long PSR_MODE_MASK = 0xf;
  private static final int PSTATE_DIGITS = 8;

  private final long[] values;
  private final int syscallNumber;
  private final long firstArgument;

  private Arm64Registers(long[] values, int syscallNumber, long firstArgument) {
    this.values = values;
    this.syscallNumber = syscallNumber;
    this.firstArgument = firstArgument;
  }

  /** As a note holds them; more words may follow. */
  static Arm64Registers of(long[] values) {
    return new Arm64Registers(Arrays.copyOf(values, COUNT), -1, values[0]);
  }

  /** The {@code struct pt_regs} at an address. */
  static Arm64Registers at(Program kernel, long address) {
    var regs = kernel.object("struct pt_regs", address);
    long[] values = kernel.number("unsigned long *", address).longs(COUNT);
    return new Arm64Registers(
        values, regs.field("syscallno").asInt(), regs.field("orig_x0").asLong());
  }

  @Override
  public long pc() {
    return values[PC];
  }

  @Override
  public long sp() {
    return values[SP];
  }

  @Override
  public long fp() {
    return values[FP];
  }

  @Override
  public boolean isUser() {
    return (values[PSTATE] & PSR_MODE_MASK) == 0;
  }

  @Override
  public List<Register> all() {
    List<Register> all = new ArrayList<>();
    all.add(new Register("PC", pc(), 16));
    all.add(new Register("SP", sp(), 16));
    all.add(new Register("PSTATE", values[PSTATE], PSTATE_DIGITS));
    for (int i = NR_GENERAL - 1; i >= 0; i--) {
      all.add(new Register(i == NR_GENERAL - 1 ? "LR" : "X" + i, values[i], 16));
    }
    return all;
  }

  @Override
  public int syscallNumber() {
    return syscallNumber;
  }

  @Override
  public List<Long> syscallArguments() {
    List<Long> arguments = new ArrayList<>(List.of(firstArgument));
    for (int i = 1; i < NR_ARGUMENTS; i++) {
      arguments.add(values[i]);
    }
    return arguments;
  }
}
