package org.vmcore.dump.kdump;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.vmcore.io.Codec;

/** How the bytes of a page are stored, {@code DUMP_DH_COMPRESSED_*}. */
enum PageCompression {
  RAW(0),
  ZLIB(0x1),
  LZO(0x2),
  SNAPPY(0x4),
  ZSTD(0x20);

  // Dearer to make than a page is to decompress.
  private static final ThreadLocal<Inflater> INFLATER = ThreadLocal.withInitial(Inflater::new);
  private static final PageCompression[] ALL = values();

  private final int flag;

  PageCompression(int flag) {
    this.flag = flag;
  }

  /** The compression that these flags name, or null. */
  static PageCompression of(int flags) {
    for (PageCompression compression : ALL) {
      if (compression.flag == flags) {
        return compression;
      }
    }
    return null;
  }

  /**
   * Decompresses a page.
   *
   * @return how many bytes it gave
   * @throws DataFormatException when the bytes do not decompress
   */
  int decompress(byte[] stored, int storedBytes, byte[] page) throws DataFormatException {
    return switch (this) {
      case RAW -> {
        int count = Math.min(storedBytes, page.length);
        System.arraycopy(stored, 0, page, 0, count);
        yield count;
      }
      case ZLIB -> inflate(stored, storedBytes, page);
      case LZO -> Codec.LZO.decompress(stored, 0, storedBytes, page);
      case SNAPPY -> Codec.SNAPPY.decompress(stored, 0, storedBytes, page);
      case ZSTD -> Codec.ZSTD.decompress(stored, 0, storedBytes, page);
    };
  }

  private static int inflate(byte[] stored, int storedBytes, byte[] page)
      throws DataFormatException {
    Inflater inflater = INFLATER.get();
    inflater.reset();
    inflater.setInput(stored, 0, storedBytes);
    int done = 0;
    while (done < page.length) {
      int got = inflater.inflate(page, done, page.length - done);
      if (got == 0) {
        break;
      }
      done += got;
    }
    boolean isFull = done == page.length;
    if (isFull && (!endsHere(inflater) || inflater.getRemaining() > 0)) {
      throw new DataFormatException("it holds more than a page");
    }
    return done;
  }

  /** Whether nothing more comes; the end mark is read with the next byte, not with the last. */
  private static boolean endsHere(Inflater inflater) throws DataFormatException {
    return inflater.finished() || inflater.inflate(new byte[1]) == 0 && inflater.finished();
  }
}
