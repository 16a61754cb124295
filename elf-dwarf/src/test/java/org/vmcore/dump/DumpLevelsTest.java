package org.vmcore.dump;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vmcore.dump.elfcore.ElfCoreBuilder;
import org.vmcore.dump.kdump.KdumpBuilder;
import org.vmcore.io.ByteSource;

/** One memory at makedumpfile's levels: each bit leaves out what it says, and nothing else. */
class DumpLevelsTest {
  private static final int NR_PAGES = 96;
  private static final int ZERO = 1;
  private static final int CACHE = 2;
  private static final int PRIVATE_CACHE = 4;
  private static final int USER = 8;
  private static final int FREE = 16;
  private static final int[] LEVELS = {0, 1, 2, 4, 8, 16, 17, 31};

  /** Bits that each leave out the page; private cache goes with all cache. */
  private static int bitsThatLeaveOut(long pfn) {
    return switch ((int) (pfn % 6)) {
      case 0 -> CACHE | PRIVATE_CACHE;
      case 1 -> PRIVATE_CACHE;
      case 2 -> USER;
      case 3 -> FREE;
      default -> 0;
    };
  }

  private static byte[] page(long pfn) {
    byte[] page = new byte[MemoryImage.PAGE_BYTES];
    if (pfn % 6 != 4) {
      new Random(pfn).nextBytes(page);
    }
    return page;
  }

  private static MemoryImage image(int level) {
    MemoryImage image = new MemoryImage();
    for (long pfn = 0; pfn < NR_PAGES; pfn++) {
      if ((bitsThatLeaveOut(pfn) & level) != 0) {
        image.excluded().add(pfn);
      } else {
        image.stored().put(pfn, page(pfn));
      }
    }
    return image;
  }

  private static ByteSource kdump(int level) {
    return new KdumpBuilder(image(level)).level(level).build();
  }

  /** Zeros are not stored when their level says so: an ELF core has no page that others share. */
  private static ByteSource elf(int level) {
    MemoryImage image = image(level);
    if ((level & ZERO) != 0) {
      for (long pfn = 4; pfn < NR_PAGES; pfn += 6) {
        image.stored().remove(pfn);
        image.excluded().add(pfn);
      }
    }
    return ElfCoreBuilder.of(image).build();
  }

  private static Dump opened(ByteSource file) {
    return Dumps.of(List.of(file));
  }

  private static LevelComparison ofAllLevels() {
    LevelComparison comparison = new LevelComparison();
    for (int level : LEVELS) {
      comparison.add("kdump", opened(kdump(level)));
      comparison.add("elf-d" + level, opened(elf(level)));
    }
    return comparison;
  }

  @Test
  void higherLevelsLackWhatLowerOnesLackAndWhatTheirOwnBitsSay() {
    assertThat(ofAllLevels().mistakes(NR_PAGES * MemoryImage.PAGE_BYTES), is(empty()));
  }

  @Test
  void countsFallAlongTheBits() {
    long[] stored =
        Arrays.stream(LEVELS)
            .mapToLong(level -> opened(kdump(level)).pageCounts().of(PageState.PRESENT))
            .toArray();

    assertThat(stored, is(new long[] {96, 96, 80, 64, 80, 80, 80, 32}));
    for (int level : LEVELS) {
      PageCounts counts = opened(elf(level)).pageCounts();
      assertThat(counts.of(PageState.PRESENT) + counts.of(PageState.ZERO_OR_EXCLUDED), is(96L));
    }
    assertThat(
        opened(elf(31)).pageCounts().of(PageState.PRESENT),
        lessThan(opened(elf(16)).pageCounts().of(PageState.PRESENT)));
  }

  @ParameterizedTest(name = "level {0}")
  @ValueSource(ints = {0, 1, 2, 4, 8, 16, 17, 31})
  void whatIsStoredIsWhatMemoryHeldAndTheRestIsAFault(int level) {
    try (Dump dump = opened(kdump(level))) {
      assertThat(dump.description().dumpLevel().orElseThrow(), is(level));
      for (long pfn = 0; pfn < NR_PAGES; pfn++) {
        boolean leftOut = (bitsThatLeaveOut(pfn) & level) != 0;
        PageState state = dump.state(pfn * MemoryImage.PAGE_BYTES);
        assertThat("pfn " + pfn, state == PageState.EXCLUDED, is(leftOut));
        if (!leftOut) {
          byte[] bytes = DumpContract.bytesOf(dump, pfn * MemoryImage.PAGE_BYTES);
          assertThat("pfn " + pfn, bytes, is(page(pfn)));
        }
      }
    }
  }

  @Test
  void zerosAloneAreNoLoss() {
    for (ByteSource file : List.of(kdump(1), elf(1))) {
      try (Dump dump = opened(file)) {
        for (long pfn = 0; pfn < NR_PAGES; pfn++) {
          byte[] bytes = DumpContract.bytesOf(dump, pfn * MemoryImage.PAGE_BYTES);
          assertThat("pfn " + pfn, bytes, is(page(pfn)));
        }
      }
    }
  }

  @Test
  void theComparisonNamesLevelsThatDoNotAgree() {
    LevelComparison comparison = new LevelComparison();
    comparison.add("free", opened(new KdumpBuilder(image(FREE)).level(FREE).build()));
    comparison.add("zero", opened(new KdumpBuilder(image(USER)).level(ZERO).build()));
    comparison.add("both", opened(new KdumpBuilder(image(CACHE)).level(FREE | ZERO).build()));

    assertThat(
        comparison.mistakes(NR_PAGES * MemoryImage.PAGE_BYTES),
        contains(
            "16 pages: both keeps them, free of a lower level does not",
            "16 pages: both keeps them, zero of a lower level does not",
            "16 pages: both lacks them, neither free nor zero",
            "16 pages: zero lacks them, though its level loses nothing"));
  }
}
