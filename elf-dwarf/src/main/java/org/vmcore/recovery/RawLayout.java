package org.vmcore.recovery;

import java.util.LinkedHashSet;
import java.util.Set;
import org.vmcore.dump.Dump;
import org.vmcore.dump.raw.RawImage;
import org.vmcore.io.ByteSource;

/**
 * How a machine's memory may lie in a file.
 *
 * @param base physical address of the first byte
 * @param holeStart where the hole below 4 GiB begins that was left out; 4 GiB when none was
 */
record RawLayout(long base, long holeStart) {
  private static final long GIB = 1L << 30;
  private static final long HOLE_END = 4 * GIB;
  private static final long[] USUAL_HOLES = {3 * GIB, 2 * GIB, 0xb000_0000L, 0xe000_0000L};
  private static final long[] USUAL_BASES = {GIB, 2 * GIB}; // QEMU's virt: aarch64, riscv64
  private static final long HOLE_STEP = 128 << 20;

  /** Offsets are addresses. */
  static final RawLayout FLAT = new RawLayout(0, HOLE_END);

  /** All that a file of this size may have, the likeliest first. */
  static Set<RawLayout> all(long sizeBytes) {
    Set<RawLayout> all = new LinkedHashSet<>();
    all.add(FLAT);
    for (long hole : USUAL_HOLES) {
      addHole(all, hole, sizeBytes);
    }
    for (long hole = HOLE_STEP; hole < HOLE_END; hole += HOLE_STEP) {
      addHole(all, hole, sizeBytes);
    }
    for (long base : USUAL_BASES) {
      all.add(new RawLayout(base, HOLE_END));
    }
    return all;
  }

  private static void addHole(Set<RawLayout> all, long hole, long sizeBytes) {
    if (hole < sizeBytes) {
      all.add(new RawLayout(0, hole));
    }
  }

  /** Whose memory lies so; empty when any machine's may. */
  String machine() {
    return hasHole() ? X86Places.MACHINE : "";
  }

  private boolean hasHole() {
    return holeStart < HOLE_END;
  }

  Dump over(ByteSource file) {
    return hasHole() ? RawImage.withoutHole(file, holeStart) : RawImage.from(file, base);
  }

  /** The physical address of an offset into the file. */
  long paddr(long offset) {
    return offset < holeStart || !hasHole() ? base + offset : offset - holeStart + HOLE_END;
  }
}
