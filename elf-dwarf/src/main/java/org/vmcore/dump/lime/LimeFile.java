package org.vmcore.dump.lime;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.vmcore.dump.Dump;
import org.vmcore.dump.DumpDescription;
import org.vmcore.dump.MemoryRange;
import org.vmcore.dump.PageCache;
import org.vmcore.dump.RangedDump;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Cursor;
import org.vmcore.io.MalformedInput;

/**
 * A capture by LiME or AVML, {@code lime_mem_range_header} of LiME's {@code lime.h} and {@code
 * Header} of AVML's {@code image.rs}; all numbers little-endian. A file may mix both kinds.
 *
 * <pre>
 *    0  "EMiL" or "AVML"   u32
 *    4  version            u32  1: bytes follow, 2 (AVML): framed Snappy follows
 *    8  start              u64
 *   16  end                u64  the last address, not the one behind it
 *   24  reserved           u64
 *   32  the range
 * </pre>
 *
 * A Snappy stream is followed by a u64, its length. Ranges need neither begin nor end at pages.
 * What was captured while the kernel ran may contradict itself.
 */
public final class LimeFile {
  private static final String LIME = "EMiL";
  private static final String AVML = "AVML";
  private static final int HEADER_BYTES = 32;
  private static final int MAX_RANGES = 1 << 20;
  private static final long CACHE_BYTES = 32L << 20;

  private final ByteSource source;
  private final List<MemoryRange> ranges = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final PageCache chunks = new PageCache(CACHE_BYTES, SnappyFrames.MAX_CHUNK_BYTES);
  private boolean isAvml;

  private LimeFile(ByteSource source) {
    this.source = source;
  }

  /** Whether a range of known version begins the file. */
  public static boolean isLime(ByteSource source) {
    if (source.sizeBytes() < HEADER_BYTES) {
      return false;
    }
    Cursor in = header(source, 0);
    String magic = in.fixedString(4);
    int version = in.s32();
    return magic.equals(LIME) && version == 1 || magic.equals(AVML) && version == 2;
  }

  /**
   * Finds all ranges, and where the pieces of compressed ones lie. A file that ends early or goes
   * wrong gives what came before.
   *
   * @throws MalformedInput when not even the first range makes sense
   */
  public static Dump open(ByteSource source) {
    LimeFile file = new LimeFile(source);
    file.index();
    if (file.ranges.isEmpty()) {
      throw new MalformedInput("the first range makes no sense", source.name(), 0);
    }
    return new RangedDump(
        List.of(source),
        file.ranges,
        new DumpDescription(
            (file.isAvml ? "AVML" : "LiME") + ", captured from a running kernel",
            "",
            ByteOrder.LITTLE_ENDIAN,
            RangedDump.PAGE_BYTES,
            OptionalInt.empty(),
            0,
            file.warnings),
        List.of());
  }

  private static Cursor header(ByteSource source, long at) {
    return new Cursor(
        source.read(at, HEADER_BYTES),
        0,
        HEADER_BYTES,
        ByteOrder.LITTLE_ENDIAN,
        source.name() + ": range header",
        at);
  }

  private void index() {
    long at = 0;
    while (source.holds(at, HEADER_BYTES) && ranges.size() < MAX_RANGES) {
      Cursor in = header(source, at);
      String magic = in.fixedString(4);
      int version = in.s32();
      long start = in.u64();
      long size = in.u64() - start + 1;
      long data = at + HEADER_BYTES;
      boolean packed = magic.equals(AVML) && version == 2;
      boolean known = packed || magic.equals(LIME) && version == 1;
      if (!known || size <= 0 || !MemoryRange.isSane(start, size, size, data)) {
        warnings.add("what follows range " + ranges.size() + " of the capture makes no sense");
        return;
      }
      try {
        at = packed ? unpacked(start, size, data) : plain(start, size, data);
      } catch (MalformedInput malformed) {
        if (ranges.isEmpty()) {
          throw malformed;
        }
        warnings.add("a range of the capture cannot be unpacked: " + malformed.what());
        return;
      }
    }
    if (at < source.sizeBytes()) {
      warnings.add(
          ranges.size() < MAX_RANGES
              ? "the capture ends inside the header of a range"
              : "the capture has more than " + MAX_RANGES + " ranges: the others are left out");
    }
  }

  private long plain(long start, long size, long data) {
    ranges.add(MemoryRange.stored(start, size, source, data));
    return data + size;
  }

  private long unpacked(long start, long size, long data) {
    isAvml = true;
    SnappyFrames frames = SnappyFrames.index(source, data, size, chunks);
    ranges.add(MemoryRange.stored(start, size, frames, 0));
    // Behind a stream that was cut off, nothing is left.
    return frames.sizeBytes() < size ? source.sizeBytes() : frames.endPosition() + Long.BYTES;
  }
}
