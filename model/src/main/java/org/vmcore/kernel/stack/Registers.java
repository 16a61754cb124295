package org.vmcore.kernel.stack;

import java.util.List;

/** The registers of a CPU at one moment, as {@code struct pt_regs} or a note holds them. */
public sealed interface Registers permits X86Registers, Arm64Registers {
  /**
   * A register with its name as the kernel prints it in an oops.
   *
   * @param nrDigits hex digits that it is shown with
   */
  record Register(String name, long value, int nrDigits) {}

  /** Where the CPU was. */
  long pc();

  /** The stack pointer. */
  long sp();

  /** The frame pointer. */
  long fp();

  /** Whether the CPU ran a program rather than the kernel. */
  boolean isUser();

  /** All that are known, in the order of an oops. */
  List<Register> all();

  /** {@code syscall_get_nr()}: the system call that the registers ask for; -1 for none. */
  int syscallNumber();

  /** {@code syscall_get_arguments()}: its six arguments. */
  List<Long> syscallArguments();
}
