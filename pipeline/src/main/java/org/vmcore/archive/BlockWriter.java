package org.vmcore.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.tukaani.xz.BasicArrayCache;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.UnsupportedOptionsException;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZOutputStream;

/**
 * Compresses the tar entries of one shard while they are written. Equal entries give equal bytes:
 * presets and dictionary are fixed. Not thread-safe; one per shard.
 */
public final class BlockWriter {
  /** Fast and within 3 % of the size of the preset that sos takes. */
  public static final int DEFAULT_PRESET = 1;

  /** About the text of a shard: a larger dictionary costs memory and finds nothing more. */
  private static final int DICTIONARY_BYTES = 2 << 20;

  private final Compression compression;
  private final ByteArrayOutputStream compressed = new ByteArrayOutputStream(64 << 10);
  private final CountingStream text;
  private final TarEntries entries;

  /**
   * @param preset of xz, 0 to 9; other ways of compression have one strength only
   * @param time of all entries
   */
  public BlockWriter(Compression compression, int preset, Instant time) {
    this.compression = compression;
    try {
      text = new CountingStream(compressor(compression, preset, compressed));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    entries = new TarEntries(text, time);
  }

  public BlockWriter file(String path, byte[] body) {
    entries.file(path, body);
    return this;
  }

  BlockWriter file(String path, TarEntries.Body body) {
    entries.file(path, body);
    return this;
  }

  public BlockWriter folder(String path) {
    entries.folder(path);
    return this;
  }

  /** A symbolic link at {@code path}. */
  public BlockWriter link(String path, String target) {
    entries.link(path, target);
    return this;
  }

  /** Bytes of text so far. */
  public long uncompressedBytes() {
    return text.count();
  }

  /** The block of a shard; more blocks follow it. */
  public Block finish() {
    entries.flush();
    return block();
  }

  /** The block that ends the archive. */
  public Block finishLast() {
    entries.end();
    return block();
  }

  private Block block() {
    try {
      text.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] bytes = compressed.toByteArray();
    return compression == Compression.XZ
        ? XzStream.onlyBlock(bytes, text.count())
        : new Block(bytes, bytes.length, text.count());
  }

  private static OutputStream compressor(Compression compression, int preset, OutputStream out)
      throws IOException {
    return switch (compression) {
      case XZ -> new XZOutputStream(out, xz(preset), XZ.CHECK_CRC64, BasicArrayCache.getInstance());
      case GZIP -> new FastGzip(out);
      case NONE -> out;
    };
  }

  private static LZMA2Options xz(int preset) throws UnsupportedOptionsException {
    LZMA2Options options = new LZMA2Options(preset);
    options.setDictSize(Math.min(DICTIONARY_BYTES, options.getDictSize()));
    return options;
  }

  /** gzip at its own default strength; the level is protected in the JDK's class. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 64 << 10);
      def.setLevel(Deflater.DEFAULT_COMPRESSION);
    }
  }
}
