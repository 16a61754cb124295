package org.vmcore.kernel.stack;

import java.util.List;
import java.util.Optional;

/**
 * The functions a task was in, innermost first. Immutable.
 *
 * @param start registers of the CPU that ran the task; empty for a task that did not run
 * @param end how the way out ended
 * @param reason for an end other than the expected ones: why
 */
public record StackTrace(
    List<Frame> frames, Optional<Registers> start, StackEnd end, String reason) {
  public StackTrace {
    frames = List.copyOf(frames);
  }

  /** A task whose functions cannot be told. */
  static StackTrace none(StackEnd end, String reason) {
    return new StackTrace(List.of(), Optional.empty(), end, reason);
  }

  /** Whether nothing is missing at its outer end. */
  public boolean isComplete() {
    return end == StackEnd.FIRST_FUNCTION || end == StackEnd.USER_MODE;
  }
}
