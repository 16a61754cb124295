package org.vmcore.emit;

/**
 * What became of a file of the report.
 *
 * @param reason empty for {@link Status#OK}
 */
public record Outcome(Status status, String reason) {
  public static final Outcome OK = new Outcome(Status.OK, "");

  /** How right a file is. */
  public enum Status {
    /** As the live system would have shown it. */
    OK,
    /** Right as far as it goes; the reason names the missing piece. */
    PARTIAL,
    /** A placeholder: the dump does not hold what the file says. */
    STUB,
    /** The crashed machine had no such file. */
    ABSENT
  }
}
