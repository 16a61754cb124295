package org.vmcore.hostile;

import java.util.Arrays;

/**
 * What came of one mutant.
 *
 * @param cpuNs time of the reading thread
 * @param allocatedBytes by the reading thread in all; what it held at one time is less
 * @param failure what no reader may throw, null where all is well
 */
record Result(
    Mutant mutant, Attempts attempts, long cpuNs, long allocatedBytes, Throwable failure) {
  /** A reader that did not come to an end. */
  static final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLong(String what, StackTraceElement[] where) {
      super(what);
      setStackTrace(where);
    }
  }

  boolean isFailure() {
    return failure != null;
  }

  /** The same for failures with the same cause: its kind and the place in our code. */
  String cause() {
    String place =
        Arrays.stream(failure.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith("org.vmcore."))
            .findFirst()
            .map(StackTraceElement::toString)
            .orElse("");
    return failure.getClass().getSimpleName() + " at " + place;
  }
}
