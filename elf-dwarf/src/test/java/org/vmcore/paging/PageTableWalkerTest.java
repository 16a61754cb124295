package org.vmcore.paging;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vmcore.dump.PageAbsent;

class PageTableWalkerTest {
  private static final long TABLE = 0x3; // present, writable

  @Test
  void walksFourLevelsOfX86ToA4KPage() {
    PhysicalWords memory =
        new PhysicalWords("x86_64")
            .word(0x1000 + 8 * 0x1ff, 0x2000 | TABLE)
            .word(0x2000 + 8 * 0x1fe, 0x3000 | TABLE)
            .word(0x3000 + 8 * 3, 0x4000 | TABLE)
            .word(0x4000 + 8 * 5, 0x8000_0000_0000_9063L); // NX, global, page at 0x9000
    PageTableWalker walker = new PageTableWalker(memory, new X86PageTables(4, 0), 0x1000);

    assertThat(walker.translate(0xffff_ffff_8060_5123L), is(0x9123L));
  }

  @Test
  void stopsAtA2MLeafOfX86() {
    PhysicalWords memory =
        new PhysicalWords("x86_64")
            .word(0x1000 + 8 * 0x111, 0x2000 | TABLE)
            .word(0x2000, 0x3000 | TABLE)
            .word(0x3000 + 8, 0x4000_0000L | 1 << 12 | 0x83); // bit 12 is PAT here
    PageTableWalker walker = new PageTableWalker(memory, new X86PageTables(4, 0), 0x1000);

    assertThat(walker.translate(0xffff_8880_0021_2345L), is(0x4001_2345L));
  }

  @Test
  void takesTheEncryptionBitForNoAddress() {
    long encrypted = 1L << 47;
    PhysicalWords memory =
        new PhysicalWords("x86_64")
            .word(0x1000, 0x2000 | TABLE | encrypted)
            .word(0x2000, 0x4000_0000L | 0x83 | encrypted)
            .word(0x2000 + 8, 0x8000_0000L | 0x83 | encrypted);
    PageTableWalker walker = new PageTableWalker(memory, new X86PageTables(4, encrypted), 0x1000);

    assertThat(walker.translate(0x4000_0010L), is(0x8000_0010L));
  }

  @Test
  void readsTheInvertedEntryOfAPageWithoutRights() {
    long entry = ~0x9000L & 0x000f_ffff_ffff_f000L | 1 << 8;
    PhysicalWords memory =
        new PhysicalWords("x86_64")
            .word(0x1000, 0x2000 | TABLE)
            .word(0x2000, 0x3000 | TABLE)
            .word(0x3000, 0x4000 | TABLE)
            .word(0x4000, entry);
    PageTableWalker walker = new PageTableWalker(memory, new X86PageTables(4, 0), 0x1000);

    assertThat(walker.translate(0x10), is(0x9010L));
  }

  @Test
  void tellsASwapEntryFromAPageWithoutRights() {
    long swapped = 3L << 59 | ~0x1234L << 14 >>> 5; // type 3, page 0x1234 of that area, inverted
    PhysicalWords memory = userTables().word(0x4000 + 8 * 7, swapped);
    PageTableWalker walker = new PageTableWalker(memory, new X86PageTables(4, 0), 0x1000);

    assertThrows(NotMapped.class, () -> walker.translate(0x7000));
    List<PageTableEntry> entries = entries(walker, 0, 0x1f_ffff);
    assertThat(entries.get(0).present(), is(false));
    assertThat(entries.get(0).vaddr(), is(0x7000L));
    assertThat(entries.get(0).swap(), is(Optional.of(new SwapEntry(3, 0x1234))));
  }

  @Test
  void tellsWhichPagesOfAProcessWereUsedAndWritten() {
    PhysicalWords memory =
        userTables()
            .word(0x4000, 0x9000 | 0x67) // accessed, dirty
            .word(0x4000 + 8, 0xa000 | 0x25) // accessed
            .word(0x4000 + 8 * 3, 0xb000 | 5)
            .word(0x4000 + 8 * 5, 0xc000 | 0x225) // accessed, the kernel's own
            .word(0x4000 + 8 * 6, 1L << 58 | 0xd000 | 0x25) // dirty once, now read-only
            .word(0x4000 + 8 * 4, 0x60) // two bits that a processor sets in empty entries
            .word(0x3000 + 8, 0x40_0000 | 0xe7); // 2 MiB
    PageTableWalker walker = new PageTableWalker(memory, new X86PageTables(4, 0), 0x1000);

    assertThat(
        entries(walker, 0, 0x7fff_ffff_ffffL).stream().map(PageTableWalkerTest::words).toList(),
        contains(
            "0 4096 at 9000 young dirty",
            "1000 4096 at a000 young",
            "3000 4096 at b000",
            "5000 4096 at c000 young special",
            "6000 4096 at d000 young dirty",
            "200000 2097152 at 400000 young dirty"));
  }

  @Test
  void tellsOnlyWhatLiesInTheRange() {
    PhysicalWords memory =
        userTables()
            .word(0x4000, 0x9000 | 5)
            .word(0x4000 + 8, 0xa000 | 5)
            .word(0x4000 + 16, 0xb000 | 5)
            .word(0x3000 + 8, 0x40_0000 | 0x85);
    PageTableWalker walker = new PageTableWalker(memory, new X86PageTables(4, 0), 0x1000);

    assertThat(
        entries(walker, 0x1000, 0x1fff).stream().map(PageTableWalkerTest::words).toList(),
        contains("1000 4096 at a000"));
    assertThat(
        entries(walker, 0x2000, 0x23_0fff).stream().map(PageTableWalkerTest::words).toList(),
        contains("2000 4096 at b000", "200000 2097152 at 400000"));
  }

  @Test
  void endsInTablesThatLeadBackToThemselves() {
    PhysicalWords memory = new PhysicalWords("x86_64");
    for (int i = 0; i < 512; i++) {
      memory.word(0x1000 + 8 * i, 0x1000 | TABLE);
    }
    PageTableWalker walker = new PageTableWalker(memory, new X86PageTables(5, 0), 0x1000);
    int[] nrEntries = new int[1];

    NotMapped fault =
        assertThrows(
            NotMapped.class,
            () -> walker.forEachEntry(0, (1L << 56) - 1, entry -> nrEntries[0] |= 1));
    assertThat(fault.getMessage(), containsString("page tables without an end"));
  }

  @Test
  void refusesARangeAcrossBothHalves() {
    PageTableWalker walker = new PageTableWalker(userTables(), new X86PageTables(4, 0), 0x1000);

    assertThrows(
        NotMapped.class, () -> walker.forEachEntry(0x1000, 0xffff_8000_0000_0000L, entry -> {}));
    assertThrows(NotMapped.class, () -> walker.forEachEntry(0x2000, 0x1000, entry -> {}));
  }

  private static PhysicalWords userTables() {
    return new PhysicalWords("x86_64")
        .word(0x1000, 0x2000 | TABLE)
        .word(0x2000, 0x3000 | TABLE)
        .word(0x3000, 0x4000 | TABLE)
        .word(0x4000, 0);
  }

  private static List<PageTableEntry> entries(PageTableWalker walker, long first, long last) {
    List<PageTableEntry> entries = new ArrayList<>();
    walker.forEachEntry(first, last, entries::add);
    return entries;
  }

  private static String words(PageTableEntry entry) {
    return Long.toHexString(entry.vaddr())
        + " "
        + entry.sizeBytes()
        + " at "
        + Long.toHexString(entry.paddr())
        + (entry.young() ? " young" : "")
        + (entry.dirty() ? " dirty" : "")
        + (entry.special() ? " special" : "");
  }

  @Test
  void stopsAtA1GLeafOfX86() {
    PhysicalWords memory =
        new PhysicalWords("x86_64")
            .word(0x1000 + 8 * 0x111, 0x2000 | TABLE)
            .word(0x2000 + 8 * 2, 0x1_4000_0000L | 1 << 12 | 0x83);
    PageTableWalker walker = new PageTableWalker(memory, new X86PageTables(4, 0), 0x1000);

    assertThat(walker.translate(0xffff_8880_b234_5678L), is(0x1_7234_5678L));
  }

  @Test
  void needsTheFifthLevelForWideAddresses() {
    PhysicalWords memory =
        new PhysicalWords("x86_64")
            .word(0x1000 + 8 * 0x111, 0x2000 | TABLE)
            .word(0x2000, 0x3000 | TABLE)
            .word(0x3000, 0x83);
    long pageOffset = 0xff11_0000_0000_0000L;
    PageTableWalker five = new PageTableWalker(memory, new X86PageTables(5, 0), 0x1000);
    PageTableWalker four = new PageTableWalker(memory, new X86PageTables(4, 0), 0x1000);

    assertThat(five.translate(pageOffset + 0x1234), is(0x1234L));
    NotMapped fault = assertThrows(NotMapped.class, () -> four.translate(pageOffset));
    assertThat(fault.getMessage(), containsString("not a canonical address"));
  }

  @Test
  void saysAtWhichLevelTheTablesEnd() {
    PhysicalWords memory = new PhysicalWords("x86_64").word(0x1000, 0x2000 | TABLE).word(0x2000, 0);
    PageTableWalker walker = new PageTableWalker(memory, new X86PageTables(4, 0), 0x1000);

    NotMapped fault = assertThrows(NotMapped.class, () -> walker.translate(0x1000));
    assertThat(fault.getMessage(), containsString("level 3"));
  }

  @Test
  void tellsAMissingTableFromAMissingTranslation() {
    PhysicalWords memory = new PhysicalWords("x86_64").word(0x1000, 0x7_0000 | TABLE);
    PageTableWalker walker = new PageTableWalker(memory, new X86PageTables(4, 0), 0x1000);

    assertThrows(PageAbsent.class, () -> walker.translate(0x1000));
  }

  @Test
  void walksThreeLevelsOfArm64With39Bits() {
    PhysicalWords memory =
        new PhysicalWords("aarch64")
            .word(0x1000, 0x2000 | TABLE)
            .word(0x2000, 0x0060_0000_4000_0401L); // a block of 2 MiB with its attributes
    Arm64PageTables form = new Arm64PageTables(12, 39, true);

    assertThat(form.levels(), is(3));
    assertThat(
        new PageTableWalker(memory, form, 0x1000).translate(0xffff_ff80_0000_1234L),
        is(0x4000_1234L));
  }

  @Test
  void findsTheHighBitsOfA52BitAddressIn64KTables() {
    Arm64PageTables form = new Arm64PageTables(16, 52, true);

    assertThat(form.levels(), is(3));
    assertThat(
        form.address(1, 0x0000_1234_5678_a003L & ~0xf000L | 0xa000),
        is(0xa_1234_5678_0000L & ~0xffffL));
  }

  @Test
  void usesALinearMapOnlyWhenThePageTablesAgree() {
    long pageOffset = 0xffff_8880_0000_0000L;
    PhysicalWords memory =
        new PhysicalWords("x86_64")
            .word(0x1000 + 8 * 0x111, 0x2000 | TABLE)
            .word(0x2000, 0x83); // the first GiB, at 0
    LinearMapCheck check =
        new LinearMapCheck(new PageTableWalker(memory, new X86PageTables(4, 0), 0x1000));

    assertThat(check.holds(new LinearMap(pageOffset, 1L << 40, 0), pageOffset + 0x5000), is(true));
    assertThat(
        check.holds(new LinearMap(pageOffset, 1L << 40, 0x1000), pageOffset + 0x5000), is(false));
    assertThat(
        check.holds(new LinearMap(pageOffset, 1L << 50, 0), pageOffset + (2L << 30)), is(false));
  }
}
