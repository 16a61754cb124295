package org.vmcore.kernel.sysctl;

import org.vmcore.io.Fault;

/** A value whose handler this tool does not know: new to the kernel, or of a foreign module. */
public final class UnknownHandler extends Fault {
  private static final long serialVersionUID = 1L;

  UnknownHandler(SysctlEntry entry) {
    super("handler " + entry.handler() + " is not known", entry.toString(), "");
  }
}
