package org.vmcore.paging;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each architecture's tables, written by hand, translated by the one walker. */
class PageTableFormsTest {
  private static final PageTableBuilder.Entries ARM64 =
      new PageTableBuilder.Entries() {
        @Override
        public long table(int level, long paddr) {
          return paddr | 3;
        }

        @Override
        public long leaf(int level, long paddr) {
          return paddr | 0x0060_0000_0000_0700L | (level == 1 ? 3 : 1);
        }
      };

  /** 64 KiB pages: bits 51:48 of memory stand in 15:12. */
  private static final PageTableBuilder.Entries ARM64_LPA =
      new PageTableBuilder.Entries() {
        @Override
        public long table(int level, long paddr) {
          return paddr | 3;
        }

        @Override
        public long leaf(int level, long paddr) {
          long low = paddr & 0xffff_ffff_0000L;
          return low | (paddr >>> 48) << 12 | 0x0060_0000_0000_0700L | (level == 1 ? 3 : 1);
        }
      };

  /** 4 KiB pages with 52 bits: bits 51:50 of memory stand in 9:8. */
  private static final PageTableBuilder.Entries ARM64_LPA2 =
      new PageTableBuilder.Entries() {
        @Override
        public long table(int level, long paddr) {
          return paddr | 3;
        }

        @Override
        public long leaf(int level, long paddr) {
          long low = paddr & 0x3_ffff_ffff_f000L;
          return low | (paddr >>> 50) << 8 | 0x0060_0000_0000_0400L | (level == 1 ? 3 : 1);
        }
      };

  private static final PageTableBuilder.Entries RADIX =
      new PageTableBuilder.Entries() {
        @Override
        public long table(int level, long paddr) {
          return 0x8000_0000_0000_0000L | paddr | (level == 2 ? 5 : 9);
        }

        @Override
        public long leaf(int level, long paddr) {
          return 0xc000_0000_0000_018eL | paddr;
        }
      };

  private static final PageTableBuilder.Entries S390 =
      new PageTableBuilder.Entries() {
        @Override
        public long table(int level, long paddr) {
          return level == 2 ? paddr : paddr | level - 2 << 2 | 3; // a whole table
        }

        @Override
        public long leaf(int level, long paddr) {
          return level == 1 ? paddr | 0x3d : paddr | level - 2 << 2 | 0x1400 | 3;
        }

        @Override
        public long empty(int level) {
          return level == 1 ? 0x400 : level - 2 << 2 | 0x20;
        }
      };

  private static final PageTableBuilder.Entries RISCV =
      new PageTableBuilder.Entries() {
        @Override
        public long table(int level, long paddr) {
          return paddr >>> 2 | 1;
        }

        @Override
        public long leaf(int level, long paddr) {
          return paddr >>> 2 | 0xef;
        }
      };

  /** Memory that a layout maps by an entry of some level. */
  private record Mapped(long vaddr, int level, long paddr) {}

  private record Layout(
      String name,
      PageTableForm form,
      ByteOrder order,
      PageTableBuilder.Entries entries,
      int[] bits,
      List<Mapped> maps,
      long hole) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static int[] bits(int... fromPageUp) {
    return fromPageUp;
  }

  private static Layout arm64(
      String name, PageTableForm form, PageTableBuilder.Entries entries, int[] bits, Mapped... m) {
    return new Layout(
        name, form, ByteOrder.LITTLE_ENDIAN, entries, bits, List.of(m), 0xffff_ffff_1234_0000L);
  }

  static Stream<Layout> layouts() {
    return Stream.of(
        arm64(
            "arm64 4K/39",
            new Arm64PageTables(12, 39, true),
            ARM64,
            bits(12, 9, 9, 9),
            new Mapped(0xffff_ff80_0000_0000L, 1, 0x8000_1000L),
            new Mapped(0xffff_ffc0_0820_0000L, 2, 0x4020_0000L),
            new Mapped(0xffff_ff80_4000_0000L, 3, 0xc000_0000L)),
        arm64(
            "arm64 4K/48",
            new Arm64PageTables(12, 48, true),
            ARM64,
            bits(12, 9, 9, 9, 9),
            new Mapped(0xffff_0000_0000_1000L, 1, 0xfff_ffff_f000L),
            new Mapped(0xffff_8000_0820_0000L, 2, 0x4020_0000L),
            new Mapped(0xffff_0000_4000_0000L, 3, 0xc000_0000L)),
        arm64(
            "arm64 16K/47",
            new Arm64PageTables(14, 47, true),
            ARM64,
            bits(14, 11, 11, 11),
            new Mapped(0xffff_8000_0000_4000L, 1, 0x8000_4000L),
            new Mapped(0xffff_c000_0a00_0000L, 2, 0x4200_0000L)),
        arm64(
            "arm64 16K/48",
            new Arm64PageTables(14, 48, true),
            ARM64,
            bits(14, 11, 11, 11, 1),
            new Mapped(0xffff_0000_0000_4000L, 1, 0x8000_4000L),
            new Mapped(0xffff_8000_0a00_0000L, 2, 0x4200_0000L)),
        arm64(
            "arm64 64K/42",
            new Arm64PageTables(16, 42, true),
            ARM64,
            bits(16, 13, 13),
            new Mapped(0xffff_fc00_0001_0000L, 1, 0x8001_0000L),
            new Mapped(0xffff_fe00_2000_0000L, 2, 0x4000_0000L)),
        arm64(
            "arm64 64K/48",
            new Arm64PageTables(16, 48, true),
            ARM64,
            bits(16, 13, 13, 6),
            new Mapped(0xffff_0000_0001_0000L, 1, 0x8001_0000L),
            new Mapped(0xffff_8000_2000_0000L, 2, 0x4000_0000L)),
        arm64(
            "arm64 64K/52 on a processor of 48 bits",
            new Arm64PageTables(16, 52, true),
            ARM64_LPA,
            bits(16, 13, 13, 10),
            new Mapped(0xffff_8000_0801_0000L, 1, 0x8001_0000L),
            new Mapped(0xffff_0000_2000_0000L, 2, 0x4000_0000L)),
        arm64(
            "arm64 64K/52",
            new Arm64PageTables(16, 52, true),
            ARM64_LPA,
            bits(16, 13, 13, 10),
            new Mapped(0xfff0_0000_0001_0000L, 1, 0xa_1234_5678_0000L),
            new Mapped(0xfff8_0000_2000_0000L, 2, 0xf_0000_4000_0000L),
            new Mapped(0xfff4_0000_0000_0000L, 3, 0x4_0000_0000_0000L)),
        arm64(
            "arm64 4K/52 (LPA2)",
            new Arm64PageTables(12, 52, true),
            ARM64_LPA2,
            bits(12, 9, 9, 9, 9, 4),
            new Mapped(0xfff0_0000_0000_1000L, 1, 0xd_1234_5678_9000L),
            new Mapped(0xffff_8000_0820_0000L, 2, 0x6_0000_4020_0000L),
            new Mapped(0xfff0_0080_0000_0000L, 4, 0x3_0000_0000_0000L)),
        radix("ppc64le radix 64K", 16, bits(16, 5, 9, 9, 13)),
        radix("ppc64le radix 4K", 12, bits(12, 9, 9, 9, 13)),
        s390("s390x segment table", 2, bits(12, 8, 11), 0x7ff0_0000L),
        s390("s390x region third", 3, bits(12, 8, 11, 11), 0x3ff_7ff0_0000L),
        s390("s390x region second", 4, bits(12, 8, 11, 11, 11), 0x1f_ffff_7ff0_0000L),
        s390("s390x region first", 5, bits(12, 8, 11, 11, 11, 11), 0xffff_ffff_7ff0_0000L),
        riscv(39, 0xffff_ffd6_0000_0000L, bits(12, 9, 9, 9)),
        riscv(48, 0xffff_af80_0000_0000L, bits(12, 9, 9, 9, 9)),
        riscv(57, 0xff60_0000_0000_0000L, bits(12, 9, 9, 9, 9, 9)));
  }

  private static Layout radix(String name, int pageShift, int[] bits) {
    return new Layout(
        name,
        new Ppc64RadixPageTables(pageShift, true),
        ByteOrder.BIG_ENDIAN, // though the kernel is little-endian
        RADIX,
        bits,
        List.of(
            new Mapped(0xc008_0000_0003_0000L, 1, 0x1_2345_0000L),
            new Mapped(0xc000_0000_0020_0000L, 2, 0x20_0000L),
            new Mapped(0xc000_0000_4000_0000L, 3, 0x4000_0000L)),
        0xc00c_0000_0000_0000L);
  }

  private static Layout s390(String name, int levels, int[] bits, long last) {
    List<Mapped> maps =
        List.of(
            new Mapped(last, 1, 0x1234_5000L),
            new Mapped(0x10_0000L, 2, 0x70_0000L),
            new Mapped(levels > 2 ? 0x8000_0000L : 0x20_0000L, levels > 2 ? 3 : 2, 0x8000_0000L));
    return new Layout(
        name,
        new S390PageTables(levels, true),
        ByteOrder.BIG_ENDIAN,
        S390,
        bits,
        maps,
        last + 0x3000);
  }

  private static Layout riscv(int vaBits, long pageOffset, int[] bits) {
    return new Layout(
        "riscv64 sv" + vaBits,
        RiscvPageTables.ofBits(vaBits),
        ByteOrder.LITTLE_ENDIAN,
        RISCV,
        bits,
        List.of(
            new Mapped(0xffff_ffff_8000_3000L, 1, 0x8020_3000L),
            new Mapped(pageOffset + 0x20_0000L, 2, 0x8040_0000L),
            new Mapped(pageOffset + 0x4000_0000L, 3, 0xc000_0000L)),
        pageOffset);
  }

  private static PageTableWalker walker(Layout layout) {
    PhysicalWords memory =
        new PhysicalWords(layout.form() instanceof S390PageTables ? "s390x" : "little");
    PageTableBuilder tables =
        new PageTableBuilder(memory, layout.order(), layout.entries(), layout.bits());
    layout.maps().forEach(m -> tables.map(m.vaddr(), m.level(), m.paddr()));
    return new PageTableWalker(memory, layout.form(), tables.root());
  }

  private static long sizeOf(Layout layout, Mapped mapped) {
    int shift = 0;
    for (int i = 0; i < mapped.level(); i++) {
      shift += layout.bits()[i];
    }
    return 1L << shift;
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void translatesTheFirstAndTheLastByteOfEachPage(Layout layout) {
    PageTableWalker walker = walker(layout);

    for (Mapped mapped : layout.maps()) {
      long last = sizeOf(layout, mapped) - 1;
      assertThat(walker.translate(mapped.vaddr()), is(mapped.paddr()));
      assertThat(walker.translate(mapped.vaddr() + last), is(mapped.paddr() + last));
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void hasNoTranslationWhereNothingIsMapped(Layout layout) {
    PageTableWalker walker = walker(layout);

    assertThrows(NotMapped.class, () -> walker.translate(layout.hole()));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void tellsEachPageOfARangeOnce(Layout layout) {
    PageTableWalker walker = walker(layout);

    for (Mapped mapped : layout.maps()) {
      List<PageTableEntry> found = new ArrayList<>();
      long last = mapped.vaddr() + sizeOf(layout, mapped) - 1;
      walker.forEachEntry(mapped.vaddr(), last, found::add);

      assertThat(found.size(), is(1));
      assertThat(found.get(0).vaddr(), is(mapped.vaddr()));
      assertThat(found.get(0).sizeBytes(), is(sizeOf(layout, mapped)));
      assertThat(found.get(0).paddr(), is(mapped.paddr()));
      assertThat(found.get(0).present(), is(true));
      assertThat(found.get(0).young(), is(true));
    }
  }

  @Test
  void findsNothingOutsideTheShortTablesOfS390() {
    PhysicalWords memory = new PhysicalWords("s390x");
    PageTableBuilder tables =
        new PageTableBuilder(memory, ByteOrder.BIG_ENDIAN, S390, 12, 8, 11, 11)
            .map(0x2000_0000L, 2, 0x10_0000L) // in the second quarter
            .map(0x4000_0000L, 2, 0x20_0000L); // in the third
    long regionEntry = memory.wordAt(tables.root(), ByteOrder.BIG_ENDIAN);
    memory.word(tables.root(), regionEntry & ~0xc3L | 1 << 6 | 1); // from and to the second quarter
    PageTableWalker walker =
        new PageTableWalker(memory, new S390PageTables(3, true), tables.root());

    assertThat(walker.translate(0x2000_0123L), is(0x10_0123L));
    NotMapped fault = assertThrows(NotMapped.class, () -> walker.translate(0x4000_0000L));
    assertThat(fault.getMessage(), containsString("outside the table"));
    List<PageTableEntry> found = new ArrayList<>();
    walker.forEachEntry(0, 0x7fff_ffffL, found::add);
    assertThat(found.size(), is(1));
  }

  @Test
  void refusesTablesOfS390InThePlaceOfOthers() {
    PhysicalWords memory = new PhysicalWords("s390x");
    PageTableBuilder tables =
        new PageTableBuilder(memory, ByteOrder.BIG_ENDIAN, S390, 12, 8, 11, 11)
            .put(0, 3, 0x200_0000L | 2 << 2 | 3); // says that it stands in a region second table
    PageTableWalker walker =
        new PageTableWalker(memory, new S390PageTables(3, true), tables.root());

    assertThrows(NotMapped.class, () -> walker.translate(0));
  }

  @Test
  void translatesARunOf64KOfRiscvFromAnyOfItsEntries() {
    PhysicalWords memory = new PhysicalWords("riscv64");
    PageTableBuilder tables =
        new PageTableBuilder(memory, ByteOrder.LITTLE_ENDIAN, RISCV, 12, 9, 9, 9);
    long napot = 1L << 63 | 0x8123_8000L >>> 2 | 0xef; // low bits of the frame say how long
    for (int i = 0; i < 16; i++) {
      tables.put(0xffff_ffd6_0001_0000L + i * 0x1000, 1, napot);
    }
    PageTableWalker walker = new PageTableWalker(memory, new RiscvPageTables(3), tables.root());

    assertThat(walker.translate(0xffff_ffd6_0001_0010L), is(0x8123_0010L));
    assertThat(walker.translate(0xffff_ffd6_0001_5abcL), is(0x8123_5abcL));
    assertThat(walker.translate(0xffff_ffd6_0001_ffffL), is(0x8123_ffffL));
  }

  @Test
  void refusesRunsOfRiscvOfALengthThatNobodyDefined() {
    RiscvPageTables form = new RiscvPageTables(3);

    assertThat(form.isPresent(1, 1L << 63 | 0x8123_4000L >>> 2 | 0xef), is(false));
    assertThat(form.isPresent(2, 1L << 63 | 0x8123_8000L >>> 2 | 0xef), is(false));
  }

  @Test
  void refusesPagesOfRiscvThatNobodyMayTouch() {
    RiscvPageTables form = new RiscvPageTables(3);

    assertThat(form.isPresent(1, 0x2000_0000L | 1), is(false));
    assertThat(form.isPresent(2, 0x2000_0000L | 1), is(true)); // leads to a table
  }

  @Test
  void findsUserPagesOfArm64WithoutRightsButNotSwappedOnes() {
    Arm64PageTables user = new Arm64PageTables(12, 48, false);
    long protNone = 0x0460_0000_4000_0f42L;
    long swapped = 0x0000_0000_1234_5608L;

    assertThat(user.isPresent(1, protNone), is(true));
    assertThat(user.isPresent(1, swapped), is(false));
    assertThat(new Arm64PageTables(12, 48, true).isPresent(1, protNone), is(false));
  }

  @Test
  void findsUserPagesOfS390ThatWereNotUsedOfLate() {
    long old = 0x1234_5000L | 0x400 | 0x31; // invalid for the hardware, present for the kernel

    assertThat(new S390PageTables(3, false).isPresent(1, old), is(true));
    assertThat(new S390PageTables(3, false).isYoung(1, old), is(false));
    assertThat(new S390PageTables(3, true).isPresent(1, old), is(false));
  }

  @Test
  void takesNoBlockOfArm64WhereItsGranuleHasNone() {
    long block = 0x4000_0000L | 0x701;

    assertThat(new Arm64PageTables(12, 48, true).isPresent(4, block), is(false));
    assertThat(new Arm64PageTables(12, 52, true).isPresent(4, block), is(true));
    assertThat(new Arm64PageTables(16, 48, true).isPresent(3, block), is(false));
    assertThat(new Arm64PageTables(16, 48, true).isPresent(1, block), is(false));
  }

  @Test
  void ignoresTheTagInTheTopByteOfArm64Addresses() {
    Arm64PageTables kernel = new Arm64PageTables(12, 48, true);

    assertThat(kernel.isCanonical(0xf4ff_0000_4000_0000L), is(true));
    assertThat(kernel.isCanonical(0x0000_ffff_4000_0000L), is(false));
    assertThat(new Arm64PageTables(12, 48, false).isCanonical(0x5a00_ffff_4000_0000L), is(true));
  }
}
