package org.vmcore.elf;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.airlift.compress.zstd.ZstdCompressor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vmcore.io.Fault;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.Unsupported;

class CompressedSectionTest {
  private static final int SHT_PROGBITS = 1;
  private static final int ZLIB = 1;
  private static final int ZSTD = 2;
  private static final byte[] TEXT =
      "what is in the section ".repeat(20).getBytes(StandardCharsets.US_ASCII);

  private static byte[] deflated(byte[] plain) {
    Deflater deflater = new Deflater();
    deflater.setInput(plain);
    deflater.finish();
    byte[] target = new byte[plain.length + 64];
    int size = deflater.deflate(target);
    deflater.end();
    return Arrays.copyOf(target, size);
  }

  private static byte[] zstd(byte[] plain) {
    ZstdCompressor compressor = new ZstdCompressor();
    byte[] target = new byte[compressor.maxCompressedLength(plain.length)];
    int size = compressor.compress(plain, 0, plain.length, target, 0, target.length);
    return Arrays.copyOf(target, size);
  }

  private static byte[] withHeader(
      ByteOrder order, boolean wide, int method, long size, byte[] compressed) {
    ByteBuffer section = ByteBuffer.allocate((wide ? 24 : 12) + compressed.length).order(order);
    section.putInt(method);
    if (wide) {
      section.putInt(0).putLong(size).putLong(1);
    } else {
      section.putInt((int) size).putInt(1);
    }
    return section.put(compressed).array();
  }

  private static byte[] contents(ElfBuilder file) {
    ElfFile elf = file.file();
    return elf.contents(elf.section(".debug_str").orElseThrow()).read(0, TEXT.length);
  }

  private static ElfBuilder compressed(ByteOrder order, boolean wide, byte[] section) {
    ElfBuilder file = ElfBuilder.of(ElfBuilder.ET_EXEC).order(order);
    return (wide ? file : file.narrow())
        .section(".debug_str", SHT_PROGBITS, ElfSection.SHF_COMPRESSED, 0, section, 0, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "1, true, LITTLE",
    "1, true, BIG",
    "1, false, LITTLE",
    "1, false, BIG",
    "2, true, LITTLE",
    "2, true, BIG"
  })
  void isReadInEachMethodWidthAndOrder(int method, boolean wide, String order) {
    ByteOrder byteOrder = order.equals("BIG") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    byte[] bytes = method == ZLIB ? deflated(TEXT) : zstd(TEXT);

    byte[] section = withHeader(byteOrder, wide, method, TEXT.length, bytes);

    assertThat(contents(compressed(byteOrder, wide, section)), is(TEXT));
  }

  @Test
  void isReadUnderTheNameThatOldToolsGaveIt() {
    byte[] bytes = deflated(TEXT);
    ByteBuffer section = ByteBuffer.allocate(12 + bytes.length);
    section.put("ZLIB".getBytes(StandardCharsets.US_ASCII)).putLong(TEXT.length).put(bytes);

    ElfBuilder file = ElfBuilder.of(ElfBuilder.ET_EXEC).debug(".zdebug_str", section.array());

    assertThat(contents(file), is(TEXT));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MAX_VALUE, 0x1_0000_0000L, 1 << 30, 1_000_000})
  void isRefusedBeforeMemoryIsTakenForMoreThanCanComeOfIt(long size) {
    byte[] section = withHeader(ByteOrder.LITTLE_ENDIAN, true, ZSTD, size, zstd(TEXT));

    MalformedInput fault =
        assertThrows(
            MalformedInput.class,
            () -> contents(compressed(ByteOrder.LITTLE_ENDIAN, true, section)));

    assertThat(fault.getMessage(), containsString("decompresses to"));
  }

  @ParameterizedTest
  @ValueSource(ints = {ZLIB, ZSTD})
  void isRefusedWhenItsBytesAreNotWhatTheHeaderSays(int method) {
    byte[] section = withHeader(ByteOrder.LITTLE_ENDIAN, true, method, TEXT.length, TEXT);

    assertThrows(Fault.class, () -> contents(compressed(ByteOrder.LITTLE_ENDIAN, true, section)));
  }

  @Test
  void isRefusedInAMethodThatIsNotKnown() {
    byte[] section = withHeader(ByteOrder.LITTLE_ENDIAN, true, 7, TEXT.length, TEXT);

    Unsupported fault =
        assertThrows(
            Unsupported.class, () -> contents(compressed(ByteOrder.LITTLE_ENDIAN, true, section)));

    assertThat(fault.getMessage(), containsString("method 7"));
  }
}
