package org.vmcore.dump.kdump;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.OptionalLong;
import org.vmcore.dump.PageCache;
import org.vmcore.io.ByteSource;

/**
 * A bitmap of pages, bit {@code pfn & 7} of byte {@code pfn >> 3} whatever the byte order, and how
 * many are set before each: descriptors are in the order of page frames. The bitmap itself stays in
 * the file but for the pieces used of late, so that a dump of many terabytes needs little memory.
 * Thread-safe.
 */
final class StoredPages {
  private static final int PIECE_BYTES = 8192;
  private static final int PAGES_PER_PIECE = PIECE_BYTES * 8;
  private static final int READ_BYTES = 128 * PIECE_BYTES;
  private static final long CACHE_BYTES = 8L << 20;

  private final ByteSource source;
  private final long offset;
  private final long nrPages;
  private final PageCache pieces = new PageCache(CACHE_BYTES, PIECE_BYTES);
  // Pages set before each piece and, last, in all; found when first asked for.
  private volatile long[] before;

  StoredPages(ByteSource source, long offset, long nrPages) {
    this.source = source;
    this.offset = offset;
    this.nrPages = nrPages;
  }

  boolean contains(long pfn) {
    if (pfn < 0 || pfn >= nrPages) {
      return false;
    }
    byte[] piece = piece(pfn / PAGES_PER_PIECE);
    int bit = (int) (pfn % PAGES_PER_PIECE);
    return (piece[bit >> 3] >> (bit & 7) & 1) != 0;
  }

  /** How many pages below this one are set. */
  long rank(long pfn) {
    if (pfn >= nrPages) {
      return count();
    }
    long number = pfn / PAGES_PER_PIECE;
    int bit = (int) (pfn % PAGES_PER_PIECE);
    ByteBuffer words = ByteBuffer.wrap(piece(number)).order(ByteOrder.LITTLE_ENDIAN);
    long rank = before()[(int) number];
    for (int word = 0; word < bit >> 6; word++) {
      rank += Long.bitCount(words.getLong(word * Long.BYTES));
    }
    return rank + Long.bitCount(words.getLong((bit >> 6) * Long.BYTES) & (1L << (bit & 63)) - 1);
  }

  long count() {
    long[] counts = before();
    return counts[counts.length - 1];
  }

  /** The first page from this one on that is set. */
  OptionalLong next(long pfn) {
    for (long at = pfn & -Long.SIZE; at < nrPages; at += Long.SIZE) {
      int bit = (int) (at % PAGES_PER_PIECE);
      ByteBuffer words =
          ByteBuffer.wrap(piece(at / PAGES_PER_PIECE)).order(ByteOrder.LITTLE_ENDIAN);
      long word = words.getLong(bit / Byte.SIZE);
      if (at < pfn) {
        word &= -1L << pfn - at;
      }
      if (word != 0) {
        return OptionalLong.of(at + Long.numberOfTrailingZeros(word));
      }
    }
    return OptionalLong.empty();
  }

  private byte[] piece(long number) {
    return pieces.get(
        number,
        n -> {
          byte[] piece = new byte[PIECE_BYTES];
          fill(piece, n * PAGES_PER_PIECE);
          return piece;
        });
  }

  private long[] before() {
    long[] known = before;
    return known == null ? countPieces() : known;
  }

  private synchronized long[] countPieces() {
    if (before == null) {
      long[] counts = new long[(int) ((nrPages + PAGES_PER_PIECE - 1) / PAGES_PER_PIECE) + 1];
      byte[] run = new byte[READ_BYTES];
      for (int i = 0; i < counts.length - 1; i++) {
        int inRun = i * PIECE_BYTES % READ_BYTES;
        if (inRun == 0) {
          fill(run, (long) i * PAGES_PER_PIECE);
        }
        counts[i + 1] = counts[i] + bitCount(run, inRun);
      }
      before = counts;
    }
    return before;
  }

  private static int bitCount(byte[] bytes, int from) {
    ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int count = 0;
    for (int at = from; at < from + PIECE_BYTES; at += Long.BYTES) {
      count += Long.bitCount(words.getLong(at));
    }
    return count;
  }

  /** The bits from a page on; those of pages that there cannot be are clear. */
  private void fill(byte[] bits, long firstPfn) {
    long at = offset + firstPfn / 8;
    long wantedPages = Math.min(nrPages - firstPfn, bits.length * 8L);
    int wanted = (int) ((wantedPages + 7) / 8);
    int there = (int) Math.max(0, Math.min(wanted, source.sizeBytes() - at));
    source.read(at, bits, 0, there);
    Arrays.fill(bits, there, bits.length, (byte) 0);
    if (wantedPages % 8 != 0 && there == wanted) {
      bits[wanted - 1] &= (byte) ((1 << wantedPages % 8) - 1);
    }
  }
}
