package org.vmcore.kernel.stack;

import java.util.Arrays;
import java.util.List;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;

/**
 * Registers of an x86-64 CPU in the order of {@code struct pt_regs}, which is that of the notes too
 * ({@code arch/x86/include/uapi/asm/ptrace.h}). Where an interrupt came early in the entry code,
 * only those are known that the CPU itself saved. Immutable.
 */
public final class X86Registers implements Registers {
  /** Names by position in {@code struct pt_regs}. */
  enum Name {
    R15,
    R14,
    R13,
    R12,
    RBP,
    RBX,
    R11,
    R10,
    R9,
    R8,
    RAX,
    RCX,
    RDX,
    RSI,
    RDI,
    ORIG_RAX,
    RIP,
    CS,
    RFLAGS,
    RSP,
    SS
  }

  /** How many there are. */
  static final int COUNT = Name.values().length;

  /** Bytes of {@code struct pt_regs}. */
  static final int SIZE_BYTES = COUNT * Long.BYTES;

  /** Bytes of {@code struct pt_regs} before those that the CPU itself pushes. */
  static final int IRET_FRAME_OFFSET = Name.RIP.ordinal() * Long.BYTES;

  private static final long ALL = (1L << COUNT) - 1;
  private static final long OF_IRET_FRAME = ALL & -(1L << Name.RIP.ordinal());

  /** None is known. */
  static final X86Registers NONE = new X86Registers(new long[COUNT], 0);

  private static final long X86_EFLAGS_IF = 1 << 9; // uapi/asm/processor-flags.h
  private static final int USER_RPL = 3; // arch/x86/include/asm/segment.h

  private static final List<Name> IN_OOPS =
      List.of(
          Name.RIP,
          Name.RSP,
          Name.RFLAGS,
          Name.RAX,
          Name.RBX,
          Name.RCX,
          Name.RDX,
          Name.RSI,
          Name.RDI,
          Name.RBP,
          Name.R8,
          Name.R9,
          Name.R10,
          Name.R11,
          Name.R12,
          Name.R13,
          Name.R14,
          Name.R15,
          Name.ORIG_RAX,
          Name.CS,
          Name.SS);

  private final long[] values;
  private final long known; // a bit for each

  private X86Registers(long[] values, long known) {
    this.values = values;
    this.known = known;
  }

  /** All registers, in the order of their names; more words may follow. */
  static X86Registers of(long[] values) {
    return new X86Registers(Arrays.copyOf(values, COUNT), ALL);
  }

  /** The whole {@code struct pt_regs} at an address. */
  static X86Registers at(Program kernel, long address) {
    return of(kernel.number("unsigned long *", address).longs(COUNT));
  }

  /** What the CPU pushed at an address; the others as in {@code before}, as far as known there. */
  static X86Registers ofIretFrame(Program kernel, long address, X86Registers before) {
    int first = Name.RIP.ordinal();
    long[] pushed = kernel.number("unsigned long *", address).longs(COUNT - first);
    long[] values = before.values.clone();
    System.arraycopy(pushed, 0, values, first, pushed.length);
    return new X86Registers(values, before.known | OF_IRET_FRAME);
  }

  boolean knows(Name name) {
    return (known >> name.ordinal() & 1) != 0;
  }

  /**
   * The value of a register.
   *
   * @throws Malformed when it is not known
   */
  long get(Name name) {
    if (!knows(name)) {
      throw new Malformed("register " + name + " was not saved", "struct pt_regs", pc());
    }
    return values[name.ordinal()];
  }

  private long value(Name name) {
    return values[name.ordinal()];
  }

  @Override
  public long pc() {
    return value(Name.RIP);
  }

  @Override
  public long sp() {
    return value(Name.RSP);
  }

  @Override
  public long fp() {
    return value(Name.RBP);
  }

  @Override
  public boolean isUser() {
    return (value(Name.CS) & USER_RPL) == USER_RPL;
  }

  /** {@code X86_EFLAGS_IF}. */
  public boolean interruptsEnabled() {
    return (value(Name.RFLAGS) & X86_EFLAGS_IF) != 0;
  }

  @Override
  public List<Register> all() {
    return IN_OOPS.stream()
        .filter(this::knows)
        .map(name -> new Register(name.name(), shown(name), nrDigits(name)))
        .toList();
  }

  /** Above the selectors a CPU with FRED tells how it was interrupted. */
  private long shown(Name name) {
    return name == Name.CS || name == Name.SS ? value(name) & 0xffff : value(name);
  }

  private static int nrDigits(Name name) {
    return switch (name) {
      case CS, SS -> 4;
      case RFLAGS -> 8;
      default -> 16;
    };
  }

  @Override
  public int syscallNumber() {
    return (int) value(Name.ORIG_RAX);
  }

  @Override
  public List<Long> syscallArguments() {
    return values(Name.RDI, Name.RSI, Name.RDX, Name.R10, Name.R8, Name.R9);
  }

  /** The arguments of a 32-bit program's system call. */
  List<Long> compatSyscallArguments() {
    return values(Name.RBX, Name.RCX, Name.RDX, Name.RSI, Name.RDI, Name.RBP).stream()
        .map(value -> value & 0xffff_ffffL)
        .toList();
  }

  private List<Long> values(Name... names) {
    return Arrays.stream(names).map(this::value).toList();
  }
}
