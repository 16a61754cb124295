package org.vmcore.model;

import org.vmcore.io.Fault;

/** The debug information has no complete type of this name. */
public final class NoSuchType extends Fault {
  private static final long serialVersionUID = 1L;

  public NoSuchType(String type) {
    super("no such type in the debug information", type, "");
  }
}
