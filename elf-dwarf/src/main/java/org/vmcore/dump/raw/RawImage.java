package org.vmcore.dump.raw;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.vmcore.dump.Dump;
import org.vmcore.dump.DumpDescription;
import org.vmcore.dump.MemoryRange;
import org.vmcore.dump.RangedDump;
import org.vmcore.io.ByteSource;

/**
 * A file of memory alone: QEMU's {@code pmemsave}, a hypervisor's memory file, LiME's padded
 * format. Its offsets are physical addresses, or count from where memory begins; a PC's memory may
 * leave out the hole below 4 GiB where its devices are, which then must be known.
 */
public final class RawImage {
  private static final long HOLE_END = 1L << 32;

  private RawImage() {}

  /** Offsets are addresses. */
  public static Dump open(ByteSource source) {
    return from(source, 0);
  }

  /** Memory from a physical address on. */
  public static Dump from(ByteSource source, long base) {
    return dump(
        source,
        base == 0 ? "raw memory" : "raw memory from 0x" + Long.toHexString(base) + " on",
        List.of(MemoryRange.stored(base, source.sizeBytes(), source, 0)));
  }

  /** Memory up to the hole, then what begins at 4 GiB. */
  public static Dump withoutHole(ByteSource source, long holeStart) {
    List<MemoryRange> ranges = new ArrayList<>();
    long low = Math.min(holeStart, source.sizeBytes());
    ranges.add(MemoryRange.stored(0, low, source, 0));
    ranges.add(MemoryRange.stored(HOLE_END, source.sizeBytes() - low, source, low));
    return dump(
        source,
        "raw memory without the hole from 0x" + Long.toHexString(holeStart) + " to 4 GiB",
        ranges);
  }

  private static Dump dump(ByteSource source, String format, List<MemoryRange> ranges) {
    return new RangedDump(
        List.of(source),
        ranges,
        new DumpDescription(
            format,
            "",
            ByteOrder.LITTLE_ENDIAN,
            RangedDump.PAGE_BYTES,
            OptionalInt.empty(),
            0,
            List.of()),
        List.of());
  }
}
