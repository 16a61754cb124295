package org.vmcore.io;

/** A file cannot be opened or read: missing, a directory, no permission, I/O error. */
public final class UnreadableFile extends Fault {
  private static final long serialVersionUID = 1L;

  public UnreadableFile(String what, String where, String remedy, Throwable cause) {
    super(what, where, remedy, cause);
  }
}
