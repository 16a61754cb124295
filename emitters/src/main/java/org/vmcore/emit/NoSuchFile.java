package org.vmcore.emit;

import org.vmcore.io.Fault;

/** The crashed machine had no such file: it is absent from the report, with this reason. */
public final class NoSuchFile extends Fault {
  private static final long serialVersionUID = 1L;

  public NoSuchFile(String reason) {
    super(reason, "", "");
  }
}
