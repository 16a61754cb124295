package org.vmcore.dump.raw;

import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalInt;
import org.vmcore.dump.Dump;
import org.vmcore.dump.DumpDescription;
import org.vmcore.dump.MemoryRange;
import org.vmcore.dump.RangedDump;
import org.vmcore.io.ByteSource;

/**
 * A file whose offsets are physical addresses: QEMU's {@code pmemsave}, a hypervisor's memory file,
 * LiME's padded format.
 */
public final class RawImage {
  private RawImage() {}

  public static Dump open(ByteSource source) {
    return new RangedDump(
        List.of(source),
        List.of(MemoryRange.stored(0, source.sizeBytes(), source, 0)),
        new DumpDescription(
            "raw memory",
            "",
            ByteOrder.LITTLE_ENDIAN,
            RangedDump.PAGE_BYTES,
            OptionalInt.empty(),
            0,
            List.of()),
        List.of());
  }
}
