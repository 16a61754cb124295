package org.vmcore.dump;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * Decoded pages that were used of late, by whatever number tells them apart. Bounded; threads that
 * want different pages seldom wait for each other.
 */
public final class PageCache {
  private static final int STRIPES = 16;

  private final Stripe[] stripes = new Stripe[STRIPES];

  /** A share of the pages, the one used longest ago first. */
  private static final class Stripe extends LinkedHashMap<Long, byte[]> {
    private static final long serialVersionUID = 1L;

    private final int capacity;

    Stripe(int capacity) {
      super(64, 0.75f, true);
      this.capacity = capacity;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
      return size() > capacity;
    }
  }

  /**
   * @param maxBytes of all pages together
   */
  public PageCache(long maxBytes, int pageSizeBytes) {
    int capacity = (int) Math.max(1, maxBytes / pageSizeBytes / STRIPES);
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe(capacity);
    }
  }

  /** The page of this number; decoded outside of any lock, so perhaps by two threads at once. */
  public byte[] get(long number, LongFunction<byte[]> decode) {
    Stripe stripe = stripes[(int) (number ^ number >>> 7 ^ number >>> 17) & STRIPES - 1];
    synchronized (stripe) {
      byte[] known = stripe.get(number);
      if (known != null) {
        return known;
      }
    }
    byte[] decoded = decode.apply(number);
    synchronized (stripe) {
      stripe.put(number, decoded);
    }
    return decoded;
  }
}
