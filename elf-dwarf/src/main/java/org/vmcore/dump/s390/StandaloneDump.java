package org.vmcore.dump.s390;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.vmcore.dump.Dump;
import org.vmcore.dump.DumpDescription;
import org.vmcore.dump.MemoryRange;
import org.vmcore.dump.RangedDump;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Cursor;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.Unsupported;

/**
 * A dump by zipl's stand-alone dump tools, {@code struct df_s390_hdr} of s390-tools' {@code
 * df_s390.h}; all numbers big-endian.
 *
 * <pre>
 *      0  magic       u64        32  mem_start  u64
 *      8  version     u32        40  mem_end    u64
 *     12  hdr_size    u32        72  arch       u32  2: 64 bits
 *     24  mem_size    u64        92  mvdump     u8   one of several volumes
 *   hdr_size             memory from address 0 on
 *   hdr_size + mem_size  "DUMP_END"
 * </pre>
 */
public final class StandaloneDump {
  private static final long MAGIC = 0xa8190173618f23fdL;
  private static final int HEADER_BYTES = 4096;
  private static final int ARCH_64_BIT = 2;
  private static final String END = "DUMP_END";

  private StandaloneDump() {}

  public static boolean isStandaloneDump(ByteSource source) {
    return source.sizeBytes() >= HEADER_BYTES && header(source).u64() == MAGIC;
  }

  /**
   * @throws MalformedInput when the header contradicts itself
   * @throws Unsupported when it is one of several volumes
   */
  public static Dump open(ByteSource source) {
    Cursor in = header(source);
    in.seek(12);
    long headerBytes = in.u32();
    in.seek(24);
    long memoryBytes = in.u64();
    in.seek(72);
    int arch = in.s32();
    in.seek(92);
    if (in.u8() != 0) {
      throw new Unsupported(
          "is one volume of a dump", source.name(), "join its volumes with: zgetdump");
    }
    if (headerBytes < HEADER_BYTES
        || memoryBytes == 0
        || !MemoryRange.isSane(0, memoryBytes, memoryBytes, headerBytes)) {
      throw new MalformedInput(
          "a header of " + headerBytes + " and memory of " + memoryBytes + " bytes",
          source.name() + ": stand-alone dump header",
          12);
    }
    return new RangedDump(
        List.of(source),
        List.of(MemoryRange.stored(0, memoryBytes, source, headerBytes)),
        new DumpDescription(
            "s390 stand-alone dump",
            arch == ARCH_64_BIT ? "s390x" : "s390",
            ByteOrder.BIG_ENDIAN,
            RangedDump.PAGE_BYTES,
            OptionalInt.empty(),
            0,
            warnings(source, headerBytes + memoryBytes)),
        List.of());
  }

  private static Cursor header(ByteSource source) {
    return new Cursor(
        source.read(0, HEADER_BYTES),
        ByteOrder.BIG_ENDIAN,
        source.name() + ": stand-alone dump header");
  }

  private static List<String> warnings(ByteSource source, long end) {
    List<String> warnings = new ArrayList<>();
    boolean reachesEnd = source.holds(end - 1, 1); // else the dump says so itself
    boolean isMarked =
        source.holds(end, END.length())
            && new String(source.read(end, END.length()), StandardCharsets.ISO_8859_1).equals(END);
    if (reachesEnd && !isMarked) {
      warnings.add("the dump has no end marker: it was not written to its end");
    }
    return warnings;
  }
}
