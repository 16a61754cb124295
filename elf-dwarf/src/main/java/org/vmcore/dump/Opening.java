package org.vmcore.dump;

/**
 * How a dump is to be opened.
 *
 * @param raw take a file of no known kind for memory alone, offsets for physical addresses
 * @param policy what reads give of memory that the dump does not hold
 */
public record Opening(boolean raw, ReadPolicy policy) {
  /** By content, strictly. */
  public static final Opening DEFAULT = new Opening(false, ReadPolicy.STRICT);
}
