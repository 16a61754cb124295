package org.vmcore.recovery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vmcore.paging.Arm64PageTables;
import org.vmcore.paging.PageTableForm;
import org.vmcore.paging.PhysicalWords;
import org.vmcore.paging.X86PageTables;

class TopTableSearchTest {
  private static final long IMAGE = 0x4520_0000L;
  private static final long BANNER = IMAGE + 0x10_0040;
  private static final long TABLES = IMAGE + 0x40_0000; // the top table first
  private static final long TABLE_BYTES = 0x1_0000;

  /** A table for each level below the top, and 64 KiB of the image from {@code vaddr} on. */
  private static PhysicalWords mapped(PageTableForm form, long vaddr, long paddr, long leaf) {
    PhysicalWords memory = new PhysicalWords("aarch64");
    memory.bytes(TABLES, new byte[(int) TABLE_BYTES * form.levels()]);
    long table = TABLES;
    for (int level = form.levels(); level > 1; level--) {
      memory.word(table + 8 * index(form, level, vaddr), table + TABLE_BYTES | 3);
      table += TABLE_BYTES;
    }
    for (long at = 0; at < 0x1_0000; at += 1L << form.shift(1)) {
      memory.word(table + 8 * index(form, 1, vaddr + at), paddr + at | leaf);
    }
    return memory.text(BANNER, "Linux version 6.1.0-built (x) #1 SMP\n");
  }

  private static long index(PageTableForm form, int level, long vaddr) {
    return vaddr >>> form.shift(level) & (1L << form.indexBits(level)) - 1;
  }

  /**
   * Tables below the top one may look like top tables of narrower forms, and are for others to
   * tell.
   */
  private static List<TopTableSearch.Found> found(PhysicalWords memory, PageTableForm form) {
    return new TopTableSearch(memory, BANNER)
        .find(Arm64Places.layouts()).stream()
            .filter(found -> found.layout().form().equals(form))
            .toList();
  }

  @ParameterizedTest(name = "pages of 2^{0}, {1} bits")
  @CsvSource({
    "12, 39", "12, 48", "12, 52", "14, 36", "14, 47", "14, 48", "14, 52", "16, 42", "16, 48",
    "16, 52"
  })
  void findsTheTablesOfEachGranuleAndWidth(int pageShift, int bits) {
    PageTableForm form = new Arm64PageTables(pageShift, bits, true);
    long page = BANNER & -0x1_0000L;
    long vaddr = (-1L << bits - 1) + 0x0880_0000L;
    PhysicalWords memory = mapped(form, vaddr, page, 0x403);

    List<TopTableSearch.Found> found = found(memory, form);

    assertThat(found, hasSize(1));
    TopTableSearch.Found first = found.get(0);
    assertThat(first.bannerVaddr(), is(vaddr + (BANNER - page)));
    assertThat(first.rootPaddr(), is(TABLES));
    assertThat(first.imageStart(), is(vaddr));
  }

  @ParameterizedTest
  @CsvSource({"4, 0xffffffff92800000", "5, 0xffffffffa0000000"})
  void findsTheTablesOfX86(int levels, String address) {
    PageTableForm form = new X86PageTables(levels, 0);
    long vaddr = Long.parseUnsignedLong(address.substring(2), 16);
    PhysicalWords memory = mapped(form, vaddr, BANNER & -0x1_0000L, 0x63);

    List<TopTableSearch.Found> found = new TopTableSearch(memory, BANNER).find(X86Places.layouts());

    assertThat(found.get(0).layout().form(), is(form));
    assertThat(found.get(0).bannerVaddr(), is(vaddr + (BANNER & 0xffff)));
  }

  @Test
  void doesNotTakeForATopTableWhatLeadsOutOfMemory() {
    PageTableForm form = new Arm64PageTables(12, 48, true);
    long vaddr = 0xffff_8000_0880_0000L;
    PhysicalWords memory = mapped(form, vaddr, BANNER & -0x1_0000L, 0x403);
    memory.word(TABLES + 8 * 0x1ff, 0x7f_ffff_f003L);

    assertThat(found(memory, form), is(empty()));
  }

  @Test
  void theImageBeginsWhereItIsMappedInOnePieceWithTheBanner() {
    PageTableForm form = new Arm64PageTables(12, 48, true);
    long vaddr = 0xffff_8000_0880_0000L;
    PhysicalWords memory = mapped(form, vaddr, BANNER & -0x1_0000L, 0x403);
    long pages = TABLES + 3 * TABLE_BYTES;
    // Right below lies something else, and 64 KiB deeper the image's text.
    memory.word(
        TABLES + 2 * TABLE_BYTES + 8 * (index(form, 2, vaddr) - 1), pages + TABLE_BYTES | 3);
    memory.bytes(pages + TABLE_BYTES, new byte[0x1000]);
    memory.word(pages + TABLE_BYTES + 8 * 511, 0x4100_0000L | 0x403);
    memory.word(pages + TABLE_BYTES + 8 * 496, (BANNER & -0x1_0000L) - 0x1_0000 | 0x403);

    assertThat(found(memory, form).get(0).imageStart(), is(vaddr - 0x1_0000));
  }
}
