package org.vmcore.paging;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Arm64SwapEntriesTest {
  private static final int TABLE = 3;
  private static final long IMAGE = 0xffff_8000_0800_0000L;
  private static final long VOFFSET = IMAGE - 0x4000_0000L;
  private static final long PROT_NONE = 1L << 58;
  private static final long NG = 1 << 11; // PTE_NG, also PTE_PRESENT_INVALID

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "OF_5_10, 0x12345608, 2, 0x123456",
    "OF_5_10, 0x00000000000000fc, 63, 0",
    "WITH_EXCLUSIVE, 0x1234561c, 3, 0x123456",
    "WITH_EXCLUSIVE, 0x03ffffffffffff04, 0, 0x3ffffffffffff",
    "WITH_PRESENT_INVALID, 0x1234560c4, 3, 0x123456",
    "WITH_PRESENT_INVALID, 0x3ffffffffffff7c0, 31, 0x3ffffffffffff",
  })
  void readTypeAndOffset(Arm64SwapEntries layout, String bits, int type, String offset) {
    assertThat(
        layout.entry(Long.decode(bits)), is(Optional.of(new SwapEntry(type, Long.decode(offset)))));
  }

  @Test
  void sayNothingWhereTheLayoutIsNotKnown() {
    assertThat(Arm64SwapEntries.UNKNOWN.entry(0x1234_5608), is(Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "0x0460000000000f42, false, OF_5_10",
    "0x0460000000000f42, true, WITH_EXCLUSIVE",
    "0x0060000000000fc2, true, WITH_PRESENT_INVALID",
    "0, true, UNKNOWN"
  })
  void areToldByTheRightsOfUntouchableMemory(
      String noRights, boolean marksExclusive, Arm64SwapEntries layout) {
    assertThat(Arm64SwapEntries.of(Long.decode(noRights), marksExclusive), is(layout));
  }

  /** Where in a table the entry of an address stands, in bytes. */
  private static long slot(long address, int shift) {
    return Long.BYTES * (address >>> shift & 0x1ff);
  }

  /** A kernel and a process with two pages of 4 KiB: one without rights, one swapped out. */
  private static PhysicalWords machine(long noRights, long swapped) {
    long image = IMAGE - VOFFSET;
    long root = image + 0x10_0000;
    long user = image + 0x11_0000;
    return new PhysicalWords("aarch64")
        .info("SYMBOL(swapper_pg_dir)=" + Long.toHexString(IMAGE + 0x10_0000))
        .info("NUMBER(kimage_voffset)=" + VOFFSET)
        .info("NUMBER(VA_BITS)=48")
        .word(root + slot(IMAGE, 39), root + 0x1000 | TABLE)
        .word(root + 0x1000 + slot(IMAGE, 30), root + 0x2000 | TABLE)
        .word(root + 0x2000 + slot(IMAGE, 21), image | 0x701)
        .word(image + 0x5000, noRights) // protection_map
        .word(user, user + 0x1000 | TABLE)
        .word(user + 0x1000, user + 0x2000 | TABLE)
        .word(user + 0x2000, user + 0x3000 | TABLE)
        .word(user + 0x2008, 0x4080_0000L | PROT_NONE | NG) // a block, perhaps without rights
        .word(user + 0x3000, 0x4070_0000L | noRights)
        .word(user + 0x3008, swapped);
  }

  private static List<PageTableEntry> entries(PhysicalWords machine, boolean marksExclusive) {
    Function<String, OptionalLong> symbols =
        name ->
            name.equals("protection_map") ? OptionalLong.of(IMAGE + 0x5000) : OptionalLong.empty();
    Function<String, OptionalLong> enumerators =
        name -> marksExclusive ? OptionalLong.of(5) : OptionalLong.empty();
    List<PageTableEntry> entries = new ArrayList<>();
    KernelAddressSpace.of(machine, symbols, enumerators)
        .forEachUserEntry(IMAGE + 0x11_0000, 0, 0x3f_ffff, entries::add);
    return entries;
  }

  @Test
  void areReadFromThePageTablesOfAProcess() {
    List<PageTableEntry> entries = entries(machine(0x0460_0000_0000_0f42L, 0x1234_561cL), true);

    assertThat(entries.get(0).present(), is(true));
    assertThat(entries.get(0).paddr(), is(0x4070_0000L));
    assertThat(entries.get(1).present(), is(false));
    assertThat(entries.get(1).swap(), is(Optional.of(new SwapEntry(3, 0x12_3456))));
    assertThat(entries.get(2).present(), is(true));
  }

  @Test
  void ofNewKernelsMayHaveTheBitThatMeantNoRights() {
    long swapped = PROT_NONE | 5L << 12 | 1 << 6;
    List<PageTableEntry> entries = entries(machine(0x0060_0000_0000_0fc2L, swapped), true);

    assertThat(entries.get(0).present(), is(true));
    assertThat(entries.get(1).present(), is(false));
    assertThat(entries.get(1).swap(), is(Optional.of(new SwapEntry(1, PROT_NONE >>> 12 | 5))));
  }
}
