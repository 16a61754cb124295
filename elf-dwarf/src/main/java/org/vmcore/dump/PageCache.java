package org.vmcore.dump;

import java.util.function.LongFunction;

/**
 * Decoded pages that were used of late, by whatever number tells them apart. Bounded, and without
 * locks: threads share immutable objects alone, and what one of them loses to another costs a page
 * that is decoded once more.
 */
public final class PageCache {
  private static final int WAYS = 4; // places that a page may have, the one used last first

  // Read and written without order: a Known is immutable, a stale one is of another page.
  private final Known[] places;
  private final int lastSet;

  /** A page and its number. */
  private static final class Known {
    final long number;
    final byte[] page;

    Known(long number, byte[] page) {
      this.number = number;
      this.page = page;
    }
  }

  /**
   * @param maxBytes of all pages together
   */
  public PageCache(long maxBytes, int pageSizeBytes) {
    long sets = Math.max(1, maxBytes / pageSizeBytes / WAYS);
    this.lastSet = (int) Math.min(Long.highestOneBit(sets), 1 << 28) - 1;
    this.places = new Known[(lastSet + 1) * WAYS];
  }

  /** The page of this number; two threads that want it at once may both decode it. */
  public byte[] get(long number, LongFunction<byte[]> decode) {
    int first = set(number) * WAYS;
    for (int at = first; at < first + WAYS; at++) {
      Known known = places[at];
      if (known != null && known.number == number) {
        if (at > first) {
          places[at] = places[at - 1];
          places[at - 1] = known;
        }
        return known.page;
      }
    }
    byte[] decoded = decode.apply(number);
    System.arraycopy(places, first, places, first + 1, WAYS - 1);
    places[first] = new Known(number, decoded);
    return decoded;
  }

  /** Neighbours lie in sets of their own; those far apart are spread (Fibonacci hashing). */
  private int set(long number) {
    return (int) (number ^ (number >>> 12) * 0x9e37_79b9_7f4a_7c15L >>> 32) & lastSet;
  }
}
