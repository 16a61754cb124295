package org.vmcore.io;

/** Bytes contradict their file format. */
public sealed class MalformedInput extends Fault permits CutShort {
  private static final long serialVersionUID = 1L;

  private final long offset;

  /**
   * @param where file, and structure and field in it
   * @param offset byte offset in that file
   */
  public MalformedInput(String what, String where, long offset) {
    super(
        what,
        where + " at offset 0x" + Long.toHexString(offset),
        "copy the file again and compare checksums");
    this.offset = offset;
  }

  public long offset() {
    return offset;
  }
}
