package org.vmcore.orc;

/** What lies on the stack at a code address: {@code ORC_TYPE_*}, as the kernel names them today. */
public enum OrcType {
  /** Nothing is known of this code. */
  UNDEFINED,
  /** No caller: the first function of a thread. */
  END_OF_STACK,
  /** A return address below the caller's stack. */
  CALL,
  /** A whole {@code struct pt_regs}. */
  REGS,
  /** The five words that the CPU pushes at an interrupt. */
  REGS_PARTIAL
}
