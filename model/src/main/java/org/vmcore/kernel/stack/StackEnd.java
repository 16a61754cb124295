package org.vmcore.kernel.stack;

/** How a walk up a stack ended. */
public enum StackEnd {
  /** At the first function of a thread. */
  FIRST_FUNCTION,
  /** Where the task entered the kernel. */
  USER_MODE,
  /** The task has no stack any more: it exited. */
  NO_STACK,
  /** The task ran, and nothing saved the registers of its CPU. */
  NO_REGISTERS,
  /** Before the outermost function, for a stated reason. */
  BROKEN
}
