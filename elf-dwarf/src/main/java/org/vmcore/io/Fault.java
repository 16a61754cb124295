package org.vmcore.io;

/**
 * Something about the input that keeps us from an answer. One line for a person: what is wrong,
 * where, and what to do about it. Subclasses name the kind and carry its values as fields.
 */
public abstract class Fault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String what;
  private final String where;
  private final String remedy;

  /**
   * @param what what is wrong
   * @param where file, structure, field, address or name; may be empty
   * @param remedy what a user can do; may be empty
   */
  protected Fault(String what, String where, String remedy) {
    this(what, where, remedy, null);
  }

  protected Fault(String what, String where, String remedy, Throwable cause) {
    super(oneLine(what, where, remedy), cause);
    this.what = what;
    this.where = where;
    this.remedy = remedy;
  }

  public final String what() {
    return what;
  }

  public final String where() {
    return where;
  }

  public final String remedy() {
    return remedy;
  }

  private static String oneLine(String what, String where, String remedy) {
    StringBuilder line = new StringBuilder();
    if (!where.isEmpty()) {
      line.append(where).append(": ");
    }
    line.append(what);
    if (!remedy.isEmpty()) {
      line.append("; ").append(remedy);
    }
    return line.toString();
  }
}
