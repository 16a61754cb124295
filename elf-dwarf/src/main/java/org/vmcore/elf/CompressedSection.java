package org.vmcore.elf;

import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Codec;
import org.vmcore.io.Cursor;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.Unsupported;

/**
 * A section that tools compressed: {@code SHF_COMPRESSED} with {@code Elf64_Chdr} before the bytes,
 * or, in old files, named {@code .zdebug_*} with {@code ZLIB} and the size in big-endian order.
 */
final class CompressedSection {
  /** Name of sections that old tools compressed. */
  static final String OLD_PREFIX = ".zdebug_";

  private static final int ELFCOMPRESS_ZLIB = 1;
  private static final int ELFCOMPRESS_ZSTD = 2;
  private static final int MAX_PLAIN_BYTES = 1 << 30;

  // Deflate makes 1032 bytes of one at most; debug information shrinks to a third.
  private static final long MAX_RATIO = 1100;

  private CompressedSection() {}

  static boolean isCompressed(ElfSection section) {
    return (section.flags() & ElfSection.SHF_COMPRESSED) != 0 || isOld(section);
  }

  private static boolean isOld(ElfSection section) {
    return section.name().startsWith(OLD_PREFIX);
  }

  static byte[] plain(ByteSource stored, ElfSection section, ElfHeader header) {
    if (stored.sizeBytes() > MAX_PLAIN_BYTES) {
      throw new MalformedInput("a section of " + stored.sizeBytes() + " bytes", stored.name(), 0);
    }
    byte[] bytes = stored.read(0, (int) stored.sizeBytes());
    String where = stored.name() + ": compression header";
    if (isOld(section)) {
      Cursor in = new Cursor(bytes, ByteOrder.BIG_ENDIAN, where);
      if (!in.fixedString(4).equals("ZLIB")) {
        throw in.malformed("does not begin with ZLIB");
      }
      return decompressed(ELFCOMPRESS_ZLIB, in.u64(), bytes, in);
    }
    Cursor in = new Cursor(bytes, header.order(), where);
    int word = header.is64Bit() ? Long.BYTES : Integer.BYTES;
    int method = in.s32();
    in.skip(word - Integer.BYTES); // ch_reserved
    long size = in.unsigned(word);
    in.skip(word); // ch_addralign
    return decompressed(method, size, bytes, in);
  }

  private static byte[] decompressed(int method, long size, byte[] bytes, Cursor in) {
    if (size < 0 || size > MAX_PLAIN_BYTES || size > bytes.length * MAX_RATIO) {
      throw in.malformed("decompresses to " + Long.toUnsignedString(size) + " bytes");
    }
    byte[] plain = new byte[(int) size];
    int from = in.position();
    try {
      int done =
          switch (method) {
            case ELFCOMPRESS_ZLIB -> inflate(bytes, from, plain);
            case ELFCOMPRESS_ZSTD -> Codec.ZSTD.decompress(bytes, from, bytes.length - from, plain);
            default ->
                throw new Unsupported(
                    "compression method " + method + " of a section is not known",
                    in.malformed("").where(),
                    "decompress it with objcopy --decompress-debug-sections");
          };
      if (done != plain.length) {
        throw in.malformed("decompresses to " + done + " bytes only");
      }
    } catch (DataFormatException e) {
      throw in.malformed("does not decompress: " + e.getMessage());
    }
    return plain;
  }

  private static int inflate(byte[] bytes, int from, byte[] plain) throws DataFormatException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(bytes, from, bytes.length - from);
      int done = 0;
      while (done < plain.length && !inflater.finished()) {
        int got = inflater.inflate(plain, done, plain.length - done);
        if (got == 0) {
          break;
        }
        done += got;
      }
      return done;
    } finally {
      inflater.end();
    }
  }
}
