package org.vmcore.emit;

/**
 * A range of a report's files, by their number in the plan.
 *
 * @param from the first
 * @param to behind the last
 */
public record ShardRange(int from, int to) {
  public ShardRange {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("no range: " + from + ".." + to);
    }
  }
}
