package org.vmcore.io;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class CompressedFileTest {
  private static final byte[] PLAIN =
      "as many bytes as a small module has. ".repeat(99).getBytes(US_ASCII);

  @TempDir Path folder;

  private static byte[] compressed(CompressedFile how, byte[] plain) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (how) {
          case GZIP -> new GZIPOutputStream(file);
          case XZ -> new XZOutputStream(file, new LZMA2Options(1));
          case ZSTD -> new ZstdOutputStream(file);
        }) {
      out.write(plain);
    }
    return file.toByteArray();
  }

  private byte[] opened(byte[] file) throws IOException {
    ByteSource source = CompressedFile.open(Files.write(folder.resolve("a.ko"), file));
    return source.read(0, (int) source.sizeBytes());
  }

  @ParameterizedTest
  @EnumSource
  void theFirstBytesTellWhichCompressionItIs(CompressedFile how) throws IOException {
    assertThat(opened(compressed(how, PLAIN)), is(PLAIN));
  }

  @Test
  void anyOtherFileIsAsItIs() throws IOException {
    assertThat(opened(PLAIN), is(PLAIN));
    assertThat(opened(new byte[] {0x1f}), is(new byte[] {0x1f}));
  }

  @ParameterizedTest
  @EnumSource
  void aFileThatIsCutOffIsRefusedByName(CompressedFile how) throws IOException {
    byte[] file = compressed(how, PLAIN);

    for (int length = 6; length < file.length; length += 11) {
      byte[] cut = Arrays.copyOf(file, length);
      Fault fault = assertThrows(UnreadableFile.class, () -> opened(cut), length + " bytes");
      assertThat(fault.getMessage(), containsString("a.ko: cannot be decompressed"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whateverItsBytesAreItIsReadOrRefused(CompressedFile how) throws IOException {
    byte[] file = compressed(how, PLAIN);
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 60; i++) {
      byte[] damaged = file.clone();
      damaged[6 + random.nextInt(file.length - 6)] ^= (byte) (1 << random.nextInt(8));
      try {
        opened(damaged);
      } catch (UnreadableFile | MalformedInput fault) {
        refused++;
      }
    }
    assertThat(refused > 20, is(true));
  }

  @ParameterizedTest
  @EnumSource
  void moreThanAModuleCanBeIsRefused(CompressedFile how) throws IOException {
    byte[] bomb = compressed(how, new byte[4 << 20]);

    if (how == CompressedFile.GZIP) {
      assertThat("deflate cannot do worse", opened(bomb).length, is(4 << 20));
    } else {
      assertThrows(MalformedInput.class, () -> opened(bomb));
    }
  }

  @Test
  void aWindowThatWantsMuchMemoryIsRefused() throws IOException {
    LZMA2Options wide = new LZMA2Options(0);
    wide.setDictSize(17 << 20);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (OutputStream out = new XZOutputStream(file, wide)) {
      out.write(PLAIN);
    }

    assertThrows(UnreadableFile.class, () -> opened(file.toByteArray()));
  }
}
