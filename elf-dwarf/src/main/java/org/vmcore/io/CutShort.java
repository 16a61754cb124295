package org.vmcore.io;

/** Bytes that a file had, or says that it has, are not there any more. */
public final class CutShort extends MalformedInput {
  private static final long serialVersionUID = 1L;

  public CutShort(String what, String where, long offset) {
    super(what, where, offset);
  }
}
