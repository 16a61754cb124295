package org.vmcore.dump;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vmcore.dump.elfcore.ElfCoreBuilder;
import org.vmcore.dump.kdump.KdumpBuilder;
import org.vmcore.dump.lime.LimeBuilder;

/** A dump on a disk may become shorter while it is read. */
class ShrinkingFileTest {
  private static final MemoryImage IMAGE = MemoryImage.dense();
  private static final long LAST_PAGE = 99 * MemoryImage.PAGE_BYTES;

  @TempDir private Path folder;

  static Stream<Arguments> containers() {
    return Stream.of(
        Arguments.of("kdump", new KdumpBuilder(IMAGE).bytes()),
        Arguments.of("ELF", ElfCoreBuilder.of(IMAGE).bytes()),
        Arguments.of("LiME", LimeBuilder.lime(IMAGE).bytes()),
        Arguments.of("AVML", LimeBuilder.avml(IMAGE).bytes()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("containers")
  void itsPagesAreCutOffThen(String name, byte[] file) throws IOException {
    Path path = Files.write(folder.resolve("vmcore"), file);
    try (Dump dump = Dumps.open(List.of(path))) {
      assertThat(dump.page(MemoryImage.PAGE_BYTES).bytes(), is(IMAGE.stored().get(1L)));
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.truncate(8192);
      }

      PageAbsent fault = assertThrows(PageAbsent.class, () -> dump.page(LAST_PAGE));

      assertThat(fault.state(), is(PageState.TRUNCATED));
    }
  }
}
