package org.vmcore.io;

import io.airlift.compress.Decompressor;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lzo.LzoDecompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.util.function.Supplier;
import java.util.zip.DataFormatException;

/**
 * What the library for compression can undo, with one exception for input that is no such thing:
 * the library itself reports that by several.
 */
public enum Codec {
  LZO(LzoDecompressor::new),
  SNAPPY(SnappyDecompressor::new),
  ZSTD(ZstdDecompressor::new);

  // Their tables are dearer to make than a page is to decompress.
  private final ThreadLocal<Decompressor> decompressor;

  Codec(Supplier<Decompressor> maker) {
    this.decompressor = ThreadLocal.withInitial(maker);
  }

  /**
   * Decompresses the bytes from {@code offset} on into the whole of {@code plain}.
   *
   * @return how many bytes it gave
   * @throws DataFormatException when they do not decompress, or to more
   */
  public int decompress(byte[] stored, int offset, int storedBytes, byte[] plain)
      throws DataFormatException {
    try {
      return decompressor.get().decompress(stored, offset, storedBytes, plain, 0, plain.length);
    } catch (MalformedInputException
        | IllegalArgumentException
        | IllegalStateException
        | IndexOutOfBoundsException
        | NegativeArraySizeException
        | ArithmeticException e) {
      throw (DataFormatException) new DataFormatException(e.getMessage()).initCause(e);
    }
  }
}
