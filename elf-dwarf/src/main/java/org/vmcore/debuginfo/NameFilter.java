package org.vmcore.debuginfo;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Tells quickly whether a name occurs in a table of strings, also as the end of another one:
 * linkers keep equal ends once. A Bloom filter over all ends says no for nearly all names that do
 * not; the others are looked for. Immutable.
 */
final class NameFilter {
  private static final int NR_PROBES = 3;

  private final byte[] strings;
  private final long[] bits;
  private final long mask;

  /**
   * @param strings each ends with NUL; kept, not copied
   */
  NameFilter(byte[] strings) {
    this.strings = strings;
    int words = Integer.highestOneBit(Math.max(1, strings.length / Long.BYTES)) * 2;
    this.bits = new long[words];
    this.mask = (long) words * Long.SIZE - 1;
    long hash = 0;
    for (int at = strings.length - 1; at >= 0; at--) {
      hash = strings[at] == 0 ? 0 : extended(hash, strings[at]);
      add(hash);
    }
  }

  /** Hash of a string from that of the same without its first character. */
  private static long extended(long hash, byte first) {
    return (hash + (first & 0xff) + 1) * 0x9e37_79b9_7f4a_7c15L;
  }

  private void add(long hash) {
    for (int probe = 0; probe < NR_PROBES; probe++) {
      long bit = bit(hash, probe);
      bits[(int) (bit >>> 6)] |= 1L << bit;
    }
  }

  private long bit(long hash, int probe) {
    return (hash >>> 7 * probe ^ hash >>> 32) & mask;
  }

  /** Whether a string is this name or ends with it. */
  boolean holds(String name) {
    byte[] wanted = name.getBytes(StandardCharsets.ISO_8859_1);
    long hash = 0;
    for (int at = wanted.length - 1; at >= 0; at--) {
      hash = extended(hash, wanted[at]);
    }
    for (int probe = 0; probe < NR_PROBES; probe++) {
      long bit = bit(hash, probe);
      if ((bits[(int) (bit >>> 6)] >>> bit & 1) == 0) {
        return false;
      }
    }
    return isThere(wanted);
  }

  private boolean isThere(byte[] name) {
    int last = strings.length - name.length - 1;
    for (int at = 0; at <= last; at++) {
      if (strings[at + name.length] == 0
          && Arrays.equals(strings, at, at + name.length, name, 0, name.length)) {
        return true;
      }
    }
    return false;
  }
}
