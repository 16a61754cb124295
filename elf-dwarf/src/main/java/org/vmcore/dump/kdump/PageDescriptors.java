package org.vmcore.dump.kdump;

import java.util.EnumMap;
import java.util.Map;
import org.vmcore.dump.PageCache;
import org.vmcore.dump.PageState;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Cursor;
import org.vmcore.io.CutShort;

/**
 * The page descriptors of one file, {@code page_desc_t} of makedumpfile's {@code diskdump_mod.h}:
 * one for each page that the file stores, in the order of page frames. Thread-safe.
 *
 * <pre>
 *    0  offset      u64  of the page's data; 0 when the writer had no space for it
 *    8  size        u32
 *   12  flags       u32  how it is compressed
 *   16  page_flags  u64  not used
 * </pre>
 */
final class PageDescriptors {
  private static final int DESCRIPTOR_BYTES = 24;
  private static final int READ_AT_ONCE = 1 << 15;
  private static final int LOOKED_AT = 4096;
  private static final int PIECE = 256; // pages that are read together often lie together
  private static final long CACHE_BYTES = 1L << 20;

  private final ByteSource source;
  private final KdumpHeader header;
  private final long count;
  private final long zeroPageOffset;
  private final PageCache pieces = new PageCache(CACHE_BYTES, PIECE * DESCRIPTOR_BYTES);

  /** Where a page's data lie. */
  record Descriptor(long offset, int sizeBytes, int flags) {}

  /**
   * @param count how many there should be
   */
  PageDescriptors(ByteSource source, KdumpHeader header, long count) {
    this.source = source;
    this.header = header;
    this.count = count;
    this.zeroPageOffset = findZeroPage();
  }

  /** How many the file is long enough for. */
  private long nrThere() {
    long there = (source.sizeBytes() - header.descriptorsOffset()) / DESCRIPTOR_BYTES;
    return Math.max(0, Math.min(count, there));
  }

  /** A stream that was cut off may lack pieces anywhere. */
  private boolean isThere(long number) {
    long at = header.descriptorsOffset() + number * DESCRIPTOR_BYTES;
    return number < count && source.holds(at, DESCRIPTOR_BYTES);
  }

  private Cursor read(long first, int howMany) {
    return cursor(bytes(first, howMany));
  }

  private byte[] bytes(long first, int howMany) {
    return source.read(
        header.descriptorsOffset() + first * DESCRIPTOR_BYTES, howMany * DESCRIPTOR_BYTES);
  }

  private Cursor cursor(byte[] descriptors) {
    return new Cursor(descriptors, header.order(), source.name() + ": page descriptors");
  }

  private static Descriptor next(Cursor in) {
    Descriptor descriptor = new Descriptor(in.u64(), in.s32(), in.s32());
    in.skip(8); // page_flags
    return descriptor;
  }

  /**
   * Writers put the page of zeros that others share in front of all data, and uncompressed. Found
   * by its descriptors, of which the first few are looked at.
   */
  private long findZeroPage() {
    int howMany = (int) Math.min(LOOKED_AT, nrThere());
    Cursor in = read(0, howMany);
    long first = Long.MAX_VALUE;
    for (int i = 0; i < howMany; i++) {
      Descriptor descriptor = next(in);
      boolean isRaw = descriptor.flags() == 0 && descriptor.sizeBytes() == header.blockSizeBytes();
      if (isRaw && descriptor.offset() >= header.descriptorsOffset()) {
        first = Math.min(first, descriptor.offset());
      }
    }
    return source.holds(first, header.blockSizeBytes()) && isZero(first) ? first : -1;
  }

  private boolean isZero(long offset) {
    for (byte b : source.read(offset, header.blockSizeBytes())) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** The descriptor with this number; it must be there. */
  Descriptor get(long number) {
    byte[] piece =
        pieces.get(
            number / PIECE, n -> bytes(n * PIECE, (int) Math.min(PIECE, nrThere() - n * PIECE)));
    Cursor in = cursor(piece);
    in.seek(number % PIECE * DESCRIPTOR_BYTES);
    return next(in);
  }

  /** State of the page whose descriptor has this number. */
  PageState state(long number) {
    if (!isThere(number)) {
      return PageState.TRUNCATED;
    }
    try {
      return state(get(number));
    } catch (CutShort cut) {
      return PageState.TRUNCATED;
    }
  }

  private PageState state(Descriptor descriptor) {
    if (descriptor.offset() == 0) {
      return PageState.LOST;
    }
    boolean inHeader = descriptor.offset() > 0 && descriptor.offset() < header.descriptorsOffset();
    boolean makesSense =
        !inHeader
            && descriptor.sizeBytes() > 0
            && descriptor.sizeBytes() <= header.blockSizeBytes()
            && PageCompression.of(descriptor.flags()) != null;
    if (!makesSense) {
      return PageState.CORRUPT;
    }
    if (!source.holds(descriptor.offset(), descriptor.sizeBytes())) {
      return PageState.TRUNCATED;
    }
    return descriptor.offset() == zeroPageOffset ? PageState.ZERO : PageState.PRESENT;
  }

  /** Whether descriptors or data reach past the end; looks at the last descriptors only. */
  boolean areCutOff() {
    long there = nrThere();
    int howMany = (int) Math.min(64, there);
    Cursor in = read(there - howMany, howMany);
    boolean cut = there < count || !source.isWhole();
    for (int i = 0; i < howMany; i++) {
      cut |= state(next(in)) == PageState.TRUNCATED;
    }
    return cut;
  }

  /** Pages by state, zeros among those present. Reads all descriptors. */
  Map<PageState, Long> counts() {
    Map<PageState, Long> pages = new EnumMap<>(PageState.class);
    long there = nrThere();
    for (long first = 0; first < there; first += READ_AT_ONCE) {
      int howMany = (int) Math.min(READ_AT_ONCE, there - first);
      Cursor in = read(first, howMany);
      for (int i = 0; i < howMany; i++) {
        Descriptor descriptor = next(in);
        PageState state = isThere(first + i) ? state(descriptor) : PageState.TRUNCATED;
        pages.merge(state == PageState.ZERO ? PageState.PRESENT : state, 1L, Long::sum);
      }
    }
    pages.merge(PageState.TRUNCATED, count - there, Long::sum);
    return pages;
  }

  long count() {
    return count;
  }
}
