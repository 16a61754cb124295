package org.vmcore.emit;

import org.vmcore.io.Fault;

/** The dump cannot hold what this file says; the file becomes a stub with this reason. */
public final class NotReconstructable extends Fault {
  private static final long serialVersionUID = 1L;

  public NotReconstructable(String reason) {
    super(reason, "", "");
  }
}
