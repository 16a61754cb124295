package org.vmcore.kernel.sysctl;

import org.vmcore.io.Fault;

/** A value whose file nobody could have read: the kernel refuses for what it holds. */
public final class UnreadableValue extends Fault {
  private static final long serialVersionUID = 1L;

  UnreadableValue(String why, SysctlEntry entry) {
    super(why, entry.toString(), "");
  }
}
