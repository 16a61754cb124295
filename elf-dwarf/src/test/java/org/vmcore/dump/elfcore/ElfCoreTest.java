package org.vmcore.dump.elfcore;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vmcore.dump.Dump;
import org.vmcore.dump.DumpContract;
import org.vmcore.dump.Dumps;
import org.vmcore.dump.PageAbsent;
import org.vmcore.dump.PageState;
import org.vmcore.io.ArraySource;
import org.vmcore.io.Unsupported;
import org.vmcore.paging.KernelAddressSpace;

class ElfCoreTest {
  private static final int PAGE_BYTES = 4096;

  private static Dump opened(ElfCoreBuilder builder) {
    return Dumps.of(List.of(builder.build()));
  }

  private static byte[] pages(int count, int fill) {
    byte[] bytes = new byte[count * PAGE_BYTES];
    Arrays.fill(bytes, (byte) fill);
    return bytes;
  }

  @Nested
  class AsMakedumpfileWritesIt extends DumpContract {
    @Override
    protected Dump dump() {
      return opened(ElfCoreBuilder.of(IMAGE));
    }

    @Override
    protected PageState stateOfExcluded() {
      return PageState.ZERO_OR_EXCLUDED;
    }
  }

  @Nested
  class WithHeadersWhereQemuPutsThem extends DumpContract {
    @Override
    protected Dump dump() {
      return opened(ElfCoreBuilder.of(IMAGE).segmentsAt(192));
    }

    @Override
    protected PageState stateOfExcluded() {
      return PageState.ZERO_OR_EXCLUDED;
    }
  }

  @Nested
  class Of32Bits extends DumpContract {
    @Override
    protected Dump dump() {
      return opened(ElfCoreBuilder.of(IMAGE).narrow().machine(3, ByteOrder.LITTLE_ENDIAN));
    }

    @Override
    protected PageState stateOfExcluded() {
      return PageState.ZERO_OR_EXCLUDED;
    }
  }

  @Nested
  class OfABigEndianMachine extends DumpContract {
    @Override
    protected Dump dump() {
      return opened(ElfCoreBuilder.of(IMAGE).machine(22, ByteOrder.BIG_ENDIAN));
    }

    @Override
    protected PageState stateOfExcluded() {
      return PageState.ZERO_OR_EXCLUDED;
    }
  }

  @Test
  void whereSegmentsOverlapTheFirstWithBytesWins() {
    try (Dump dump =
        opened(
            new ElfCoreBuilder()
                .load(0, new byte[0], 8 * PAGE_BYTES)
                .load(2 * PAGE_BYTES, pages(2, 0x22), 2 * PAGE_BYTES)
                .load(PAGE_BYTES, pages(4, 0x11), 4 * PAGE_BYTES))) {
      assertThat(dump.state(0), is(PageState.ZERO_OR_EXCLUDED));
      assertThat(firstByte(dump, 1), is(0x11));
      assertThat(firstByte(dump, 2), is(0x22));
      assertThat(firstByte(dump, 3), is(0x22));
      assertThat(firstByte(dump, 4), is(0x11));
      assertThat(firstByte(dump, 5), is(0));
    }
  }

  private static int firstByte(Dump dump, int pfn) {
    var page = dump.page((long) pfn * PAGE_BYTES);
    return page.bytes()[page.offset()];
  }

  @Test
  void segmentsNeedNotBeginAtPages() {
    byte[] bytes = pages(1, 0x33);
    try (Dump dump = opened(new ElfCoreBuilder().load(100, bytes, bytes.length))) {
      var first = dump.page(0);
      assertThat(first.bytes()[first.offset() + 99], is((byte) 0));
      assertThat(first.bytes()[first.offset() + 100], is((byte) 0x33));
      var second = dump.page(PAGE_BYTES);
      assertThat(second.bytes()[second.offset() + 99], is((byte) 0x33));
      assertThat(second.bytes()[second.offset() + 100], is((byte) 0));
    }
  }

  @Test
  void moreSegmentsThanAHeaderCanCountAreAllFound() {
    ElfCoreBuilder builder = new ElfCoreBuilder().countInSection();
    int nrSegments = 70_000;
    for (int i = 0; i < nrSegments; i++) {
      builder.load(2L * i * PAGE_BYTES, new byte[] {(byte) i}, PAGE_BYTES);
    }

    try (Dump dump = opened(builder)) {
      assertThat(firstByte(dump, 2 * (nrSegments - 1)), is((int) (byte) (nrSegments - 1)));
      assertThat(dump.state((2L * nrSegments - 1) * PAGE_BYTES), is(PageState.ABSENT));
    }
  }

  @Test
  void aFileThatWasCutOffGivesWhatIsThere() {
    byte[] whole =
        new ElfCoreBuilder().load(0, pages(4, 0x44), 4 * PAGE_BYTES).countInSection().bytes();
    byte[] cut = Arrays.copyOf(whole, whole.length - 2 * PAGE_BYTES);

    try (Dump dump = Dumps.of(List.of(new ArraySource("built", cut)))) {
      assertThat(firstByte(dump, 0), is(0x44));
      assertThat(dump.state(3 * PAGE_BYTES), is(PageState.TRUNCATED));
      assertThrows(PageAbsent.class, () -> dump.page(3 * PAGE_BYTES));
      assertThat(
          dump.description().warnings(),
          hasItem("the dump was cut off: pages at its end are missing"));
    }
  }

  @Test
  void whenTheNumberOfSegmentsIsLostThoseThatCanBeAreRead() {
    ElfCoreBuilder builder = new ElfCoreBuilder().countNowhere();
    for (int i = 0; i < 70_000; i++) {
      builder.load(2L * i * PAGE_BYTES, new byte[] {(byte) i}, PAGE_BYTES);
    }

    try (Dump dump = opened(builder)) {
      assertThat(firstByte(dump, 2 * 65_533), is((int) (byte) 65_533));
      assertThat(dump.state(2L * 65_535 * PAGE_BYTES), is(PageState.ABSENT));
      assertThat(
          dump.description().warnings(),
          contains("the number of the dump's segments is lost: there may be more than 65535"));
    }
  }

  @Test
  void coresOf32BitsAreReadButNotTheirPageTables() {
    try (Dump dump =
        opened(
            new ElfCoreBuilder()
                .narrow()
                .machine(3, ByteOrder.LITTLE_ENDIAN)
                .load(0x1000, pages(1, 0x55), PAGE_BYTES)
                .load(0xffff_ffffL, new byte[0], PAGE_BYTES))) {
      assertThat(dump.description().machine(), is("i686"));
      assertThat(firstByte(dump, 1), is(0x55));
      assertThat(dump.state(0xffff_f000L), is(PageState.ABSENT));
      assertThat(
          assertThrows(
                  Unsupported.class,
                  () -> KernelAddressSpace.of(dump, symbol -> OptionalLong.empty()))
              .getMessage(),
          containsString("'i686'"));
    }
  }

  @Test
  void segmentsWithoutAPhysicalAddressAreNoMemory() {
    try (Dump dump =
        opened(
            new ElfCoreBuilder()
                .load(-1, pages(1, 0x66), PAGE_BYTES)
                .load(0, pages(1, 0x11), PAGE_BYTES))) {
      assertThat(dump.pageCounts().of(PageState.PRESENT), is(1L));
      assertThat(dump.description().warnings(), is(empty()));
    }
  }

  @Test
  void segmentsThatWrapAroundAreLeftOutAndTold() {
    try (Dump dump =
        opened(
            new ElfCoreBuilder()
                .load(Long.MAX_VALUE - 10, pages(1, 0x66), PAGE_BYTES)
                .load(0, pages(1, 0x11), PAGE_BYTES))) {
      assertThat(firstByte(dump, 0), is(0x11));
      assertThat(dump.description().warnings().get(0), containsString("1 segments of the dump"));
    }
  }

  @Test
  void segmentsThatContradictEachOtherAreTold() {
    ElfCoreBuilder conflicting =
        new ElfCoreBuilder()
            .load(0, pages(2, 0x11), 2 * PAGE_BYTES)
            .load(PAGE_BYTES, pages(1, 0x22), PAGE_BYTES);
    ElfCoreBuilder agreeing =
        new ElfCoreBuilder()
            .load(0, pages(2, 0x11), 2 * PAGE_BYTES)
            .load(PAGE_BYTES, pages(1, 0x11), PAGE_BYTES);

    try (Dump dump = opened(conflicting)) {
      assertThat(firstByte(dump, 1), is(0x11));
      assertThat(
          dump.description().warnings(),
          contains("parts of the dump hold the same memory, but not the same bytes"));
    }
    try (Dump dump = opened(agreeing)) {
      assertThat(dump.description().warnings(), is(empty()));
    }
  }

  @Test
  void aDumpWhoseWriterHadNoSpaceSaysSo() {
    try (Dump dump = opened(new ElfCoreBuilder().flags(1).load(0, pages(1, 1), PAGE_BYTES))) {
      assertThat(
          dump.description().warnings(),
          contains("the dump is incomplete: its writer ran out of space"));
    }
  }

  @Test
  void whatWasErasedOnPurposeIsTold() {
    try (Dump dump =
        opened(
            new ElfCoreBuilder()
                .load(0, pages(1, 1), PAGE_BYTES)
                .note("ERASEINFO", 0, "erase jiffies 8\nerase init_uts_ns.name.nodename 65\n"))) {
      assertThat(
          dump.description().warnings(),
          contains(
              "on purpose, before the dump was written: erase jiffies 8",
              "on purpose, before the dump was written: erase init_uts_ns.name.nodename 65"));
    }
  }

  @Test
  void theRunningKernelIsTold() {
    try (Dump dump =
        opened(
            new ElfCoreBuilder()
                .note("CORE", 1, new byte[336])
                .note("CORE", 3, new byte[136])
                .note("CORE", 4, new byte[64])
                .load(-1, pages(1, 1), PAGE_BYTES)
                .load(0x1000, pages(1, 2), PAGE_BYTES))) {
      assertThat(dump.description().format(), containsString("/proc/kcore"));
      assertThat(firstByte(dump, 1), is(2));
    }
  }

  @Test
  void itsNotesTellOfTheKernel() {
    try (Dump dump =
        opened(
            new ElfCoreBuilder()
                .load(0, pages(1, 1), PAGE_BYTES)
                .note("CORE", 1, new byte[336])
                .note("VMCOREINFO", 0, "OSRELEASE=6.1\n"))) {
      assertThat(dump.notes().size(), is(2));
      assertThat(dump.vmcoreInfo().orElseThrow().value("OSRELEASE").orElse(""), is("6.1"));
    }
  }

  @Test
  void otherElfFilesAreNamed() {
    assertThat(
        refusal(new ElfCoreBuilder().type(2).load(0, pages(1, 1), PAGE_BYTES)),
        containsString("is an ELF program or module, not a kernel dump"));
    assertThat(
        refusal(
            new ElfCoreBuilder()
                .load(0, pages(1, 1), PAGE_BYTES)
                .note("CORE", 3, new byte[136])
                .note("CORE", 6, new byte[320])),
        containsString("is the core of a process"));
    assertThat(refusal(new ElfCoreBuilder()), containsString("holds no memory"));
  }

  private static String refusal(ElfCoreBuilder builder) {
    return assertThrows(Unsupported.class, () -> opened(builder)).getMessage();
  }

  @Test
  void tellsThePlaceOfTheImageThatItsSegmentShows() {
    byte[] page = new byte[4096];
    ElfCoreBuilder core =
        new ElfCoreBuilder()
            .load(0xffff_8880_0000_0000L, 0, page, page.length)
            .load(0xffff_ffff_9280_0000L, 0x1140_0000L, page, page.length)
            .load(0xffff_ffff_c000_0000L, 0x7000_0000L, page, page.length); // modules

    try (Dump dump = ElfCore.open(core.build())) {
      assertThat(dump.description().physBase(), is(-0x140_0000L));
    }
  }
}
