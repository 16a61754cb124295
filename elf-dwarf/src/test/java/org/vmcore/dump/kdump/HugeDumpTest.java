package org.vmcore.dump.kdump;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmcore.dump.Dump;
import org.vmcore.dump.Dumps;
import org.vmcore.dump.MemoryImage;
import org.vmcore.dump.PageState;

/** The dump of a machine with 12 TiB: bitmaps of 384 MiB each, which a sparse file holds. */
class HugeDumpTest {
  private static final int BLOCK = MemoryImage.PAGE_BYTES;
  private static final long NR_PAGES = 12L << 40 >> 12;
  private static final long LAST_PADDR = NR_PAGES - 1 << 12;
  private static final long FREE_BYTES_NEEDED = 1L << 30; // where files cannot be sparse

  @TempDir private Path folder;

  /** Opens the dump named, and reads first and last page. */
  static final class Reader {
    private Reader() {}

    public static void main(String[] arguments) {
      try (Dump dump = Dumps.open(List.of(Path.of(arguments[0])))) {
        assertThat(dump.state(0), is(PageState.PRESENT));
        assertThat(dump.state(4L << 40), is(PageState.ABSENT));
        assertThat(dump.page(0).bytes()[0], is((byte) 'f'));
        assertThat(dump.page(LAST_PADDR).bytes()[BLOCK - 1], is((byte) 'l'));
      }
    }
  }

  @Test
  void opensInAMachineOfSixtyFourMegabytes() throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        folder.toFile().getUsableSpace() > FREE_BYTES_NEEDED,
        "needs 1 GiB in the temporary folder, in case files there are not sparse");
    Path dump = folder.resolve("vmcore");
    write(dump);

    Process reader =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Reader.class.getName(),
                dump.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said, reader.waitFor(), is(0));
  }

  /** Headers of a small dump with the sizes of a large one, bitmaps, two pages as they are. */
  private static void write(Path file) throws IOException {
    int bitmapBytes = Math.toIntExact(NR_PAGES / 8);
    int bitmapBlocks = 2 * bitmapBytes / BLOCK;
    byte[] small = new KdumpBuilder(MemoryImage.example()).bytes();
    ByteBuffer headers =
        ByteBuffer.wrap(Arrays.copyOf(small, 2 * BLOCK)).order(ByteOrder.LITTLE_ENDIAN);
    headers.putInt(424 + 12, bitmapBlocks);
    headers.putInt(424 + 16, (int) NR_PAGES);
    headers.putLong(BLOCK + 80, 0); // start_pfn_64
    headers.putLong(BLOCK + 88, NR_PAGES); // end_pfn_64
    headers.putLong(BLOCK + 96, NR_PAGES); // max_mapnr_64
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      out.write(headers, 0);
      for (int bitmap = 0; bitmap < 2; bitmap++) {
        long start = 2 * BLOCK + (long) bitmap * bitmapBytes;
        out.write(ByteBuffer.wrap(new byte[] {1}), start);
        out.write(ByteBuffer.wrap(new byte[] {(byte) 0x80}), start + bitmapBytes - 1);
      }
      long descriptors = 2 * BLOCK + 2L * bitmapBytes;
      long data = descriptors + BLOCK;
      out.write(descriptor(data), descriptors);
      out.write(descriptor(data + BLOCK), descriptors + 24);
      out.write(ByteBuffer.wrap(new byte[] {'f'}), data);
      out.write(ByteBuffer.wrap(new byte[] {'l'}), data + 2 * BLOCK - 1);
      assertThat(out.size(), is(greaterThan(800_000_000L)));
    }
  }

  private static ByteBuffer descriptor(long offset) {
    ByteBuffer page = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    return page.putLong(offset).putInt(BLOCK).putInt(0).putLong(0).flip();
  }
}
