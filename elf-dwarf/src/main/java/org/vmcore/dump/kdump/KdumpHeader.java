package org.vmcore.dump.kdump;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Cursor;

/**
 * {@code struct disk_dump_header} and {@code struct kdump_sub_header} of makedumpfile's {@code
 * diskdump_mod.h}, with the fields of later versions filled in from earlier ones.
 */
record KdumpHeader(
    ByteOrder order,
    boolean is64Bit,
    int version,
    String machine,
    int status,
    int blockSizeBytes,
    int subHeaderBlocks,
    long bitmapBlocks,
    long maxMapnr,
    boolean bitmapTooShort,
    long physBase,
    int dumpLevel,
    boolean isSplit,
    long startPfn,
    long endPfn,
    long vmcoreInfoOffset,
    long vmcoreInfoBytes,
    long notesOffset,
    long notesBytes,
    long eraseInfoOffset,
    long eraseInfoBytes) {
  private static final int SIGNATURE_BYTES = 8;
  private static final int UTS_FIELD_BYTES = 65;
  private static final int MAIN_BYTES = 464;
  private static final int SUB_BYTES = 104;
  private static final int STATUS_INCOMPLETE = 0x8;
  private static final int MIN_BLOCK_BYTES = 4096;
  private static final int MAX_BLOCK_BYTES = 1 << 18;
  private static final int MAX_VERSION = 32;
  private static final int MAX_SUB_BLOCKS = 1 << 16;

  /** The header in the first byte order and width in which it makes sense. */
  static Optional<KdumpHeader> read(ByteSource source) {
    if (source.sizeBytes() < MIN_BLOCK_BYTES + SUB_BYTES) {
      return Optional.empty();
    }
    List<KdumpHeader> candidates = new ArrayList<>();
    for (boolean wide : new boolean[] {true, false}) {
      for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
        read(source, order, wide).ifPresent(candidates::add);
      }
    }
    return candidates.stream()
        .filter(KdumpHeader::fitsMachine)
        .findFirst()
        .or(() -> candidates.stream().findFirst());
  }

  /** Whether byte order and width are those of the machine that the header names. */
  private boolean fitsMachine() {
    boolean isNarrow = machine.matches("i.86|arm.*|mips.*");
    boolean isBig = machine.equals("s390x") || machine.equals("ppc64");
    return is64Bit == !isNarrow
        && (isNarrow || isBig == (order == ByteOrder.BIG_ENDIAN))
        && !machine.isEmpty();
  }

  private static Optional<KdumpHeader> read(ByteSource source, ByteOrder order, boolean wide) {
    Cursor in = new Cursor(source.read(0, MAIN_BYTES), order, source.name() + ": kdump header");
    in.skip(SIGNATURE_BYTES);
    int version = in.s32();
    in.skip(4 * UTS_FIELD_BYTES); // sysname, nodename, release, version
    String machine = in.fixedString(UTS_FIELD_BYTES);
    in.seek(wide ? 424 : 412);
    int status = in.s32();
    int blockSize = in.s32();
    int subBlocks = in.s32();
    long bitmapBlocks = in.u32();
    long maxMapnr = in.u32();
    long pagesInBitmap = 8 * bitmapBlocks * blockSize;
    boolean plausible =
        version >= 0
            && version <= MAX_VERSION
            && blockSize >= MIN_BLOCK_BYTES
            && blockSize <= MAX_BLOCK_BYTES
            && Integer.bitCount(blockSize) == 1
            && subBlocks >= 1
            && subBlocks <= MAX_SUB_BLOCKS
            && bitmapBlocks >= 1
            && pagesInBitmap >= maxMapnr
            && source.sizeBytes() >= blockSize + SUB_BYTES;
    if (!plausible) {
      return Optional.empty();
    }
    Cursor sub =
        new Cursor(source.read(blockSize, SUB_BYTES), order, source.name() + ": kdump sub header");
    SubHeader fields = SubHeader.read(sub, wide, version, blockSize, subBlocks, maxMapnr);
    return Optional.of(
        new KdumpHeader(
            order,
            wide,
            version,
            machine,
            status,
            blockSize,
            subBlocks,
            bitmapBlocks,
            Math.min(fields.maxMapnr, pagesInBitmap),
            fields.maxMapnr > pagesInBitmap,
            fields.physBase,
            fields.dumpLevel,
            fields.split,
            fields.startPfn,
            fields.endPfn,
            fields.vmcoreInfoOffset,
            fields.vmcoreInfoBytes,
            fields.notesOffset,
            fields.notesBytes,
            fields.eraseInfoOffset,
            fields.eraseInfoBytes));
  }

  /** The sub header's fields while they are read; what a version lacks stays 0. */
  private static final class SubHeader {
    long physBase;
    int dumpLevel = -1;
    boolean split;
    long startPfn;
    long endPfn;
    long vmcoreInfoOffset;
    long vmcoreInfoBytes;
    long notesOffset;
    long notesBytes;
    long eraseInfoOffset;
    long eraseInfoBytes;
    long maxMapnr;

    static SubHeader read(
        Cursor in, boolean wide, int version, int blockSize, int subBlocks, long maxMapnr) {
      SubHeader packed = new SubHeader();
      packed.fill(in, wide, false, version, maxMapnr);
      long end = blockSize * (1L + subBlocks);
      boolean fits =
          packed.vmcoreInfoOffset == 0 && packed.vmcoreInfoBytes == 0
              || packed.vmcoreInfoOffset > blockSize
                  && packed.vmcoreInfoBytes >= 0
                  && packed.vmcoreInfoOffset + packed.vmcoreInfoBytes <= end;
      if (wide || version < 3 || fits) {
        return packed;
      }
      // 32-bit machines that align 64-bit fields, as arm and mips do.
      SubHeader padded = new SubHeader();
      padded.fill(in, false, true, version, maxMapnr);
      return padded;
    }

    private void fill(Cursor in, boolean wide, boolean padded, int version, long headerMapnr) {
      int word = wide ? 8 : 4;
      in.seek(0);
      physBase = wide ? in.u64() : in.s32(); // below 0 where KASLR moved the image down
      maxMapnr = headerMapnr;
      if (version >= 1) {
        dumpLevel = in.s32();
      }
      if (version >= 2) {
        split = in.s32() != 0;
        startPfn = in.unsigned(word);
        endPfn = in.unsigned(word);
      }
      if (version >= 3) {
        align(in, padded);
        vmcoreInfoOffset = in.u64();
        vmcoreInfoBytes = in.unsigned(word);
      }
      if (version >= 4) {
        align(in, padded);
        notesOffset = in.u64();
        notesBytes = in.unsigned(word);
      }
      if (version >= 5) {
        align(in, padded);
        eraseInfoOffset = in.u64();
        eraseInfoBytes = in.unsigned(word);
      }
      if (version >= 6) {
        align(in, padded);
        startPfn = in.u64();
        endPfn = in.u64();
        maxMapnr = in.u64();
      }
    }

    private static void align(Cursor in, boolean padded) {
      if (padded) {
        in.seek(in.position() + 7 & -8);
      }
    }
  }

  boolean isIncomplete() {
    return (status & STATUS_INCOMPLETE) != 0;
  }

  long bitmapOffset() {
    return (1L + subHeaderBlocks) * blockSizeBytes;
  }

  long bitmapBytes() {
    return bitmapBlocks * blockSizeBytes;
  }

  /** Where the page descriptors begin. */
  long descriptorsOffset() {
    return bitmapOffset() + bitmapBytes();
  }

  /** Whether one bitmap tells what memory there is and a second what is stored of it. */
  boolean hasTwoBitmaps() {
    long bytes = (maxMapnr + 7) / 8;
    long blocks = (bytes + blockSizeBytes - 1) / blockSizeBytes;
    return bitmapBlocks >= 2 * blocks;
  }
}
