package org.vmcore.io;

/** Recognised, but this tool does not read it. The remedy names what converts it. */
public final class Unsupported extends Fault {
  private static final long serialVersionUID = 1L;

  public Unsupported(String what, String where, String remedy) {
    super(what, where, remedy);
  }
}
