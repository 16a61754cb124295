package org.vmcore.io;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * A file that may be compressed as a whole, which its first bytes tell: {@code gzip}, {@code xz} or
 * {@code zstd}. Its plain bytes are held in memory, so this is for small files: a kernel's modules.
 */
public enum CompressedFile {
  GZIP(0x1f, 0x8b) {
    @Override
    InputStream plain(InputStream stored) throws IOException {
      return new GZIPInputStream(stored);
    }
  },
  XZ(0xfd, '7', 'z', 'X', 'Z', 0) {
    @Override
    InputStream plain(InputStream stored) throws IOException {
      return new XZInputStream(stored, MAX_MEMORY_KB);
    }
  },
  /** The library refuses windows of more than 8 MiB. */
  ZSTD(0x28, 0xb5, 0x2f, 0xfd) {
    @Override
    InputStream plain(InputStream stored) {
      return new ZstdInputStream(stored);
    }
  };

  private static final int MAX_MEMORY_KB = 16 << 10; // the kernel's build has windows of 1 or 2 MiB
  private static final int MAX_PLAIN_BYTES = 128 << 20;
  private static final int MIN_PLAIN_BYTES = 1 << 20; // small files may shrink without a measure
  private static final int MAX_RATIO = 1100; // deflate reaches 1032, modules three or four

  private final byte[] start;

  CompressedFile(int... start) {
    this.start = new byte[start.length];
    for (int i = 0; i < start.length; i++) {
      this.start[i] = (byte) start[i];
    }
  }

  abstract InputStream plain(InputStream stored) throws IOException;

  /**
   * The plain bytes of a file, compressed or not.
   *
   * @throws UnreadableFile when it cannot be read, or does not decompress
   * @throws MalformedInput when it decompresses to more than any module has
   */
  public static ByteSource open(Path path) {
    OnDemandFile stored = OnDemandFile.of(path);
    byte[] start = stored.read(0, (int) Math.min(stored.sizeBytes(), XZ.start.length));
    for (CompressedFile compression : values()) {
      if (compression.begins(start)) {
        return compression.decompressed(path, stored.sizeBytes());
      }
    }
    return stored;
  }

  private boolean begins(byte[] file) {
    return file.length >= start.length
        && Arrays.equals(file, 0, start.length, start, 0, start.length);
  }

  private ByteSource decompressed(Path path, long storedBytes) {
    long most = Math.max(MIN_PLAIN_BYTES, Math.min(MAX_PLAIN_BYTES, storedBytes * MAX_RATIO));
    byte[] bytes;
    try (InputStream file = Files.newInputStream(path);
        InputStream plain = plain(file)) {
      bytes = plain.readNBytes((int) most + 1);
    } catch (IOException
        | MalformedInputException
        | IllegalArgumentException
        | IllegalStateException
        | IndexOutOfBoundsException
        | NegativeArraySizeException
        | ArithmeticException e) {
      throw new UnreadableFile(
          "cannot be decompressed: " + e.getMessage(), path.toString(), "copy the file again", e);
    }
    if (bytes.length > most) {
      throw new MalformedInput("decompresses to more than " + most + " bytes", path.toString(), 0);
    }
    return new ArraySource(path.toString(), bytes);
  }
}
