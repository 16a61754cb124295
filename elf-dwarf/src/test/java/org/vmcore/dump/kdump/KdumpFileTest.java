package org.vmcore.dump.kdump;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vmcore.dump.Dump;
import org.vmcore.dump.DumpContract;
import org.vmcore.dump.Dumps;
import org.vmcore.dump.MemoryImage;
import org.vmcore.dump.Page;
import org.vmcore.dump.PageAbsent;
import org.vmcore.dump.PageCorrupt;
import org.vmcore.dump.PageExcluded;
import org.vmcore.dump.PageState;
import org.vmcore.io.ArraySource;
import org.vmcore.io.ByteSource;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.Unsupported;

/** kdump-compressed dumps in all their forms, from bytes built in code. */
class KdumpFileTest {
  private static final MemoryImage IMAGE = MemoryImage.example();
  private static final int PAGE_BYTES = MemoryImage.PAGE_BYTES;

  private static KdumpBuilder kdump() {
    return new KdumpBuilder(IMAGE);
  }

  private static Dump opened(ByteSource... files) {
    return Dumps.of(List.of(files));
  }

  @Nested
  class Zlib extends DumpContract {
    @Override
    protected Dump dump() {
      return opened(kdump().build());
    }
  }

  @Nested
  class Raw extends DumpContract {
    @Override
    protected Dump dump() {
      return opened(kdump().compression(PageCompression.RAW).build());
    }
  }

  @Nested
  class Lzo extends DumpContract {
    @Override
    protected Dump dump() {
      return opened(kdump().compression(PageCompression.LZO).build());
    }
  }

  @Nested
  class Snappy extends DumpContract {
    @Override
    protected Dump dump() {
      return opened(kdump().compression(PageCompression.SNAPPY).build());
    }
  }

  @Nested
  class Zstandard extends DumpContract {
    @Override
    protected Dump dump() {
      return opened(kdump().compression(PageCompression.ZSTD).build());
    }
  }

  @Nested
  class BigEndian extends DumpContract {
    @Override
    protected Dump dump() {
      return opened(
          kdump().order(ByteOrder.BIG_ENDIAN).width(KdumpBuilder.Width.WIDE, "s390x").build());
    }
  }

  @Nested
  class NarrowPacked extends DumpContract {
    @Override
    protected Dump dump() {
      return opened(kdump().width(KdumpBuilder.Width.NARROW_PACKED, "i686").build());
    }
  }

  @Nested
  class NarrowPadded extends DumpContract {
    @Override
    protected Dump dump() {
      return opened(kdump().width(KdumpBuilder.Width.NARROW_PADDED, "armv7l").build());
    }
  }

  @Nested
  class SplitInAnyOrder extends DumpContract {
    @Override
    protected Dump dump() {
      return opened(
          kdump().part(30, 40).build(),
          kdump().part(0, 16).build(),
          kdump().part(16, 16).build(),
          kdump().part(16, 30).build());
    }
  }

  @Test
  void everyVersionOfTheHeaderIsUnderstood() {
    for (int version = 1; version <= 6; version++) {
      try (Dump dump = opened(kdump().version(version).build())) {
        assertThat(dump.description().format(), containsString("v" + version));
        assertThat(dump.state(4 * PAGE_BYTES), is(PageState.PRESENT));
        assertThat("version " + version, dump.vmcoreInfo().isPresent(), is(version >= 3));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(KdumpBuilder.Width.class)
  void aKernelMayRunBelowThePlaceItWasLinkedFor(KdumpBuilder.Width width) {
    try (Dump dump = opened(kdump().physBase(-0x140_0000).width(width, machine(width)).build())) {
      assertThat(dump.description().physBase(), is(-0x140_0000L));
    }
  }

  private static String machine(KdumpBuilder.Width width) {
    return switch (width) {
      case WIDE -> "x86_64";
      case NARROW_PACKED -> "i686";
      case NARROW_PADDED -> "armv7l";
    };
  }

  @Test
  void pagesThatShareTheOneOfZerosAreTold() {
    try (Dump dump = opened(kdump().build())) {
      assertThat(dump.state(7 * PAGE_BYTES), is(PageState.ZERO));
      assertThat(dump.page(7 * PAGE_BYTES).bytes(), is(new byte[PAGE_BYTES]));
      assertThat(dump.page(7 * PAGE_BYTES).isSaved(), is(true));
      assertThat(dump.state(4 * PAGE_BYTES), is(PageState.PRESENT));
    }
  }

  @Test
  void withOneBitmapWhatIsNotStoredIsNotThere() {
    try (Dump dump = opened(kdump().oneBitmap().build())) {
      assertThat(dump.state(4 * PAGE_BYTES), is(PageState.PRESENT));
      assertThat(dump.state(6 * PAGE_BYTES), is(PageState.ABSENT));
    }
  }

  @Test
  void pagesOfAPartThatWasNotGivenAreKnownToBeThere() {
    try (Dump dump = opened(kdump().part(0, 16).build())) {
      assertThat(dump.state(4 * PAGE_BYTES), is(PageState.PRESENT));
      assertThat(dump.state(31 * PAGE_BYTES), is(PageState.ABSENT_PART));
      assertThat(
          dump.description().warnings(),
          contains("parts of a split dump were not given: pages of pfn 16 to 39 are missing"));
    }
  }

  @Test
  void partsOfASmallDumpMayBeEmpty() {
    ByteSource[] parts = {
      kdump().part(16, 40).build(), kdump().part(16, 16).build(), kdump().part(0, 16).build()
    };
    try (Dump dump = opened(parts)) {
      assertThat(dump.state(4 * PAGE_BYTES), is(PageState.PRESENT));
      assertThat(dump.state(31 * PAGE_BYTES), is(PageState.PRESENT));
      assertThat(dump.pageCounts().of(PageState.PRESENT), is((long) IMAGE.stored().size()));
      assertThat(dump.description().warnings(), is(empty()));
    }
  }

  @Test
  void partsOfDifferentDumpsAreRefused() {
    ByteSource other = new KdumpBuilder(IMAGE).oneBitmap().part(16, 40).build();

    Unsupported fault =
        assertThrows(Unsupported.class, () -> opened(kdump().part(0, 16).build(), other));

    assertThat(fault.getMessage(), containsString("is no part of the same dump as"));
  }

  @Test
  void pagesThatTheWriterHadNoSpaceForAreLost() {
    try (Dump dump = opened(kdump().incompleteAfter(5).build())) {
      assertThat(dump.state(4 * PAGE_BYTES), is(PageState.PRESENT));
      assertThat(dump.state(38 * PAGE_BYTES), is(PageState.LOST));
      assertThat(
          dump.description().warnings(),
          contains("the dump is incomplete: its writer ran out of space"));
    }
  }

  @Test
  void pagesBehindTheEndOfACutFileAreTruncated() {
    byte[] whole = kdump().bytes();
    try (Dump dump =
        opened(new ArraySource("built", Arrays.copyOf(whole, whole.length * 6 / 10)))) {
      assertThat(dump.state(4 * PAGE_BYTES), is(PageState.PRESENT));
      assertThat(dump.state(38 * PAGE_BYTES), is(PageState.TRUNCATED));
      PageAbsent fault = assertThrows(PageAbsent.class, () -> dump.page(38 * PAGE_BYTES));
      assertThat(fault.getMessage(), containsString("truncated"));
      long there = dump.pageCounts().of(PageState.PRESENT);
      assertThat(
          there + dump.pageCounts().of(PageState.TRUNCATED), is((long) IMAGE.stored().size()));
    }
  }

  @Test
  void aFileThatEndsBeforeItsPagesIsRefused() {
    byte[] start = Arrays.copyOf(kdump().bytes(), 3 * PAGE_BYTES);

    MalformedInput fault =
        assertThrows(MalformedInput.class, () -> opened(new ArraySource("built", start)));

    assertThat(fault.getMessage(), containsString("was cut off before its first page descriptor"));
  }

  @Test
  void aPageLeftOutIsAFaultOfItsOwn() {
    try (Dump dump = opened(kdump().build())) {
      assertThrows(PageExcluded.class, () -> dump.page(6 * PAGE_BYTES));
    }
  }

  @Test
  void descriptorsThatMakeNoSenseAreCorrupt() {
    int first = 4 * PAGE_BYTES; // the descriptor of page 4
    assertThat(stateAfter(first + 8, 0x7f, 0x7f), is(PageState.CORRUPT)); // size
    assertThat(stateAfter(first + 12, 3, 0), is(PageState.CORRUPT)); // two compressions
    assertThat(stateAfter(first, 0, 1), is(PageState.CORRUPT)); // data in the header
  }

  private static PageState stateAfter(int at, int low, int next) {
    byte[] file = kdump().bytes();
    Arrays.fill(file, at, at + 4, (byte) 0);
    file[at] = (byte) low;
    file[at + 1] = (byte) next;
    try (Dump dump = opened(new ArraySource("built", file))) {
      return dump.state(4 * PAGE_BYTES);
    }
  }

  @Test
  void dataThatDoesNotDecompressIsCorrupt() {
    for (PageCompression compression : PageCompression.values()) {
      byte[] file = kdump().compression(compression).bytes();
      Arrays.fill(file, 4 * PAGE_BYTES + 24 * 24, file.length, (byte) 0xff);
      try (Dump dump = opened(new ArraySource("built", file))) {
        if (compression != PageCompression.RAW) {
          assertThrows(PageCorrupt.class, () -> dump.page(4 * PAGE_BYTES));
        }
      }
    }
  }

  @Test
  void vmcoreInfoKeepsItsKeys() {
    try (Dump dump = opened(kdump().vmcoreInfo("OSRELEASE=7.1\nSYMBOL(a)=ff\n").build())) {
      assertThat(dump.vmcoreInfo().orElseThrow().symbol("a").orElse(0), is(255L));
    }
  }

  @Test
  void aBlockMayHoldSeveralPages() {
    MemoryImage image = MemoryImage.dense();
    KdumpBuilder builder =
        new KdumpBuilder(image).width(KdumpBuilder.Width.WIDE, "aarch64").block(1 << 16);
    try (Dump dump = opened(builder.build())) {
      assertThat(dump.description().blockSizeBytes(), is(1 << 16));
      image
          .stored()
          .forEach(
              (pfn, bytes) -> {
                Page page = dump.page(pfn * PAGE_BYTES);
                int at = page.offset() + (int) (pfn * PAGE_BYTES - page.paddr());
                assertThat(Arrays.copyOfRange(page.bytes(), at, at + PAGE_BYTES), is(bytes));
              });
    }
  }

  @Test
  void whatWasErasedOnPurposeIsTold() {
    try (Dump dump = opened(kdump().eraseInfo("erase jiffies 8\n").build())) {
      assertThat(
          dump.description().warnings(),
          contains("on purpose, before the dump was written: erase jiffies 8"));
      assertThat(dump.notes().get(0).name(), is("ERASEINFO"));
    }
  }

  @Test
  void morePagesThanTheBitmapHasRoomForAreNotBelieved() {
    byte[] file = kdump().bytes();
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(PAGE_BYTES + 96, 1L << 30);
    try (Dump dump = opened(new ArraySource("built", file))) {
      assertThat(
          dump.description().warnings(),
          hasItem("the header claims more pages than the bitmap has room for"));
    }
  }

  @Test
  void partsThatOverlapAreRefused() {
    assertThrows(
        MalformedInput.class,
        () -> opened(kdump().part(0, 20).build(), kdump().part(10, 40).build()));
  }

  @Test
  void threadsReadTheSameBytes() throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (Dump dump = opened(kdump().build())) {
      List<Future<Integer>> readers = new ArrayList<>();
      for (int seed = 0; seed < 8; seed++) {
        Random random = new Random(seed);
        readers.add(threads.submit(() -> wrongPages(dump, random)));
      }
      for (Future<Integer> reader : readers) {
        assertThat(reader.get(), is(0));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static int wrongPages(Dump dump, Random random) {
    List<Long> pfns = List.copyOf(IMAGE.stored().keySet());
    int wrong = 0;
    for (int i = 0; i < 2000; i++) {
      long pfn = pfns.get(random.nextInt(pfns.size()));
      wrong += Arrays.equals(dump.page(pfn * PAGE_BYTES).bytes(), IMAGE.stored().get(pfn)) ? 0 : 1;
    }
    return wrong;
  }
}
