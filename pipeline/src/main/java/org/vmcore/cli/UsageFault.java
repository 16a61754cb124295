package org.vmcore.cli;

import org.vmcore.io.Fault;

/** The command line asks for something that cannot be. */
final class UsageFault extends Fault {
  private static final long serialVersionUID = 1L;

  UsageFault(String what, String remedy) {
    super(what, "", remedy);
  }
}
