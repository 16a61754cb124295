package org.vmcore.dump.kdump;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.vmcore.io.ByteSource;

/**
 * The bitmap of stored pages, and how many are stored before each: descriptors are in the order of
 * page frames. Immutable.
 */
final class StoredPages {
  private static final int WORDS_PER_RUN = 64;

  private final long[] words;
  private final long[] storedBefore; // each run of words

  private StoredPages(long[] words) {
    this.words = words;
    this.storedBefore = new long[words.length / WORDS_PER_RUN + 1];
    long stored = 0;
    for (int i = 0; i < words.length; i++) {
      if (i % WORDS_PER_RUN == 0) {
        storedBefore[i / WORDS_PER_RUN] = stored;
      }
      stored += Long.bitCount(words[i]);
    }
  }

  /** Reads a bitmap: bit {@code pfn & 7} of byte {@code pfn >> 3}, whatever the byte order. */
  static StoredPages read(ByteSource source, long offset, long nrPages) {
    int bytes = Math.toIntExact((nrPages + 63) / 64 * 8);
    byte[] raw = new byte[bytes];
    long there = Math.min(bytes, source.sizeBytes() - offset);
    source.read(offset, raw, 0, (int) there);
    long[] words = new long[bytes / 8];
    ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
    if (nrPages % 64 != 0 && words.length > 0) {
      words[words.length - 1] &= (1L << nrPages % 64) - 1;
    }
    return new StoredPages(words);
  }

  boolean contains(long pfn) {
    return pfn >= 0
        && pfn < (long) words.length * 64
        && (words[(int) (pfn >>> 6)] >>> pfn & 1) != 0;
  }

  /** How many pages below this one are stored. */
  long rank(long pfn) {
    int word = (int) Math.min(pfn >>> 6, words.length);
    if (word == words.length) {
      return count();
    }
    int run = word / WORDS_PER_RUN;
    long rank = storedBefore[run];
    for (int i = run * WORDS_PER_RUN; i < word; i++) {
      rank += Long.bitCount(words[i]);
    }
    return rank + Long.bitCount(words[word] & (1L << (pfn & 63)) - 1);
  }

  long count() {
    long count = 0;
    for (long word : words) {
      count += Long.bitCount(word);
    }
    return count;
  }
}
