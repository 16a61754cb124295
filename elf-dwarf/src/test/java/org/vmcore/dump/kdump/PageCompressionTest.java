package org.vmcore.dump.kdump;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.airlift.compress.Compressor;
import io.airlift.compress.lzo.LzoCompressor;
import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.zstd.ZstdCompressor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vmcore.dump.Dump;
import org.vmcore.dump.Dumps;
import org.vmcore.dump.MemoryImage;
import org.vmcore.dump.PageCorrupt;
import org.vmcore.io.ArraySource;

class PageCompressionTest {
  private static final int PAGE_BYTES = 4096;
  private static final int BOMB_BYTES = 1 << 22;
  private static final Map<PageCompression, Compressor> COMPRESSORS =
      Map.of(
          PageCompression.LZO, new LzoCompressor(),
          PageCompression.SNAPPY, new SnappyCompressor(),
          PageCompression.ZSTD, new ZstdCompressor());

  private static byte[] packed(PageCompression compression, byte[] plain) {
    Compressor compressor = COMPRESSORS.get(compression);
    if (compressor == null) {
      Deflater deflater = new Deflater();
      deflater.setInput(plain);
      deflater.finish();
      byte[] out = new byte[plain.length + 100];
      int length = deflater.deflate(out);
      deflater.end();
      return Arrays.copyOf(out, length);
    }
    byte[] out = new byte[compressor.maxCompressedLength(plain.length)];
    return Arrays.copyOf(out, compressor.compress(plain, 0, plain.length, out, 0, out.length));
  }

  @ParameterizedTest
  @EnumSource(names = "RAW", mode = EnumSource.Mode.EXCLUDE)
  void whatUnpacksToMoreThanAPageIsRefused(PageCompression compression) {
    byte[] bomb = packed(compression, new byte[BOMB_BYTES]);

    assertThrows(
        DataFormatException.class,
        () -> compression.decompress(bomb, bomb.length, new byte[PAGE_BYTES]));
  }

  @ParameterizedTest
  @EnumSource(names = "RAW", mode = EnumSource.Mode.EXCLUDE)
  void whatUnpacksToLessThanAPageIsNotOne(PageCompression compression) throws DataFormatException {
    byte[] half = packed(compression, new byte[PAGE_BYTES / 2]);

    assertThat(compression.decompress(half, half.length, new byte[PAGE_BYTES]), is(PAGE_BYTES / 2));
  }

  @Test
  void bytesBehindAStreamAreAnError() {
    byte[] stream = packed(PageCompression.ZLIB, new byte[PAGE_BYTES]);
    byte[] longer = Arrays.copyOf(stream, stream.length + 3);

    assertThrows(
        DataFormatException.class,
        () -> PageCompression.ZLIB.decompress(longer, longer.length, new byte[PAGE_BYTES]));
  }

  /** A flipped bit in a page's data gives other bytes or a typed fault, never anything else. */
  @ParameterizedTest
  @EnumSource
  void flippedBitsEndInBytesOrCorruptPages(PageCompression compression) {
    byte[] whole = new KdumpBuilder(MemoryImage.example()).compression(compression).bytes();
    int data = 4 * PAGE_BYTES + MemoryImage.example().stored().size() * 24 + PAGE_BYTES;
    Random random = new Random(1000);
    int corrupt = 0;
    for (int i = 0; i < 200; i++) {
      byte[] file = whole.clone();
      int bit = random.nextInt((file.length - data) * Byte.SIZE);
      file[data + bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      try (Dump dump = Dumps.of(List.of(new ArraySource("built", file)))) {
        for (long pfn : MemoryImage.example().stored().keySet()) {
          try {
            assertThat(dump.page(pfn * PAGE_BYTES).sizeBytes(), is(PAGE_BYTES));
          } catch (PageCorrupt fault) {
            corrupt++;
          }
        }
      }
    }
    if (compression == PageCompression.ZLIB) {
      assertThat("found by a checksum", corrupt, greaterThan(0));
    }
  }
}
