package org.vmcore.orc;

/** What a rule counts from: {@code ORC_REG_*}, whatever number a kernel gives it. */
public enum OrcRegister {
  UNDEFINED,
  PREV_SP,
  AX,
  DX,
  DI,
  BP,
  SP,
  R10,
  R13,
  BP_INDIRECT,
  SP_INDIRECT
}
