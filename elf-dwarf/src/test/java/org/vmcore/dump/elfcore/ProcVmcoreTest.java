package org.vmcore.dump.elfcore;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.vmcore.dump.Dump;
import org.vmcore.dump.Dumps;
import org.vmcore.dump.MemoryImage;
import org.vmcore.dump.Page;
import org.vmcore.dump.PageState;
import org.vmcore.dump.kdump.KdumpBuilder;
import org.vmcore.io.ArraySource;

/**
 * {@code /proc/vmcore} copied as it stands, as a crash kernel does that has no makedumpfile ({@code
 * fs/proc/vmcore.c}): program headers behind the ELF header, the notes of all CPUs merged into one,
 * first the kernel's image at its own addresses, then memory at those of the direct map, which has
 * that image once more.
 */
class ProcVmcoreTest {
  private static final int PAGE_BYTES = MemoryImage.PAGE_BYTES;
  private static final long START_KERNEL_MAP = 0xffff_ffff_8000_0000L;
  private static final long DIRECT_MAP = 0xffff_8b2c_c000_0000L; // page_offset_base
  private static final long PHYS_BASE = -0x1_0000L;
  private static final int IMAGE_PFN = 40;
  private static final int IMAGE_PAGES = 20;
  private static final int CRASH_KERNEL_PFN = 70;
  private static final int END_PFN = 100;
  private static final String VMCOREINFO =
      "OSRELEASE=6.1.0\nPAGESIZE=4096\nNUMBER(phys_base)=" + PHYS_BASE + "\nCRASHTIME=1795702481\n";

  private static final MemoryImage IMAGE = MemoryImage.dense();
  private static final byte[] MEMORY = IMAGE.flat();

  private static byte[] memory(int fromPfn, int toPfn) {
    return Arrays.copyOfRange(MEMORY, fromPfn * PAGE_BYTES, toPfn * PAGE_BYTES);
  }

  private static Dump copy() {
    long image = START_KERNEL_MAP + (long) IMAGE_PFN * PAGE_BYTES - PHYS_BASE;
    byte[] bytes =
        new ElfCoreBuilder()
            .inWholePages()
            .note("CORE", 1, new byte[336])
            .note("CORE", 1, new byte[336])
            .note("VMCOREINFO", 0, VMCOREINFO)
            .load(
                image,
                (long) IMAGE_PFN * PAGE_BYTES,
                memory(IMAGE_PFN, IMAGE_PFN + IMAGE_PAGES),
                (long) IMAGE_PAGES * PAGE_BYTES)
            .load(DIRECT_MAP + 0x1000, 0x1000, memory(1, 24), 23 * PAGE_BYTES)
            .load(
                DIRECT_MAP + 0x1_8000,
                0x1_8000,
                memory(24, CRASH_KERNEL_PFN),
                (CRASH_KERNEL_PFN - 24L) * PAGE_BYTES)
            .load(
                DIRECT_MAP + 0x5_a000, 0x5_a000, memory(90, END_PFN), (END_PFN - 90L) * PAGE_BYTES)
            .bytes();
    return Dumps.of(List.of(new ArraySource("vmcore", bytes)));
  }

  @Test
  void holdsTheMemoryThatAFilteredDumpOfTheSameCrashHolds() {
    try (Dump copy = copy();
        Dump filtered = Dumps.of(List.of(new KdumpBuilder(IMAGE).build()))) {
      int compared = 0;
      for (OptionalLong at = copy.nextStored(0); at.isPresent(); ) {
        long paddr = at.getAsLong();
        assertThat(
            "paddr " + paddr,
            Arrays.equals(bytesOf(copy, paddr), bytesOf(filtered, paddr)),
            is(true));
        compared++;
        at = copy.nextStored(paddr + PAGE_BYTES);
      }
      assertThat(compared, is(CRASH_KERNEL_PFN - 1 + END_PFN - 90));
    }
  }

  private static byte[] bytesOf(Dump dump, long paddr) {
    Page page = dump.page(paddr);
    int from = page.offset() + (int) (paddr - page.paddr());
    return Arrays.copyOfRange(page.bytes(), from, from + PAGE_BYTES);
  }

  @Test
  void tellsThePlaceOfTheImageAndTheTimeOfTheCrash() {
    try (Dump copy = copy()) {
      assertThat(copy.description().physBase(), is(PHYS_BASE));
      assertThat(copy.notes().size(), is(3));
      assertThat(
          copy.vmcoreInfo().orElseThrow().decimal("CRASHTIME"), is(OptionalLong.of(1795702481)));
    }
  }

  @Test
  void countsTheImageOnceAndFindsNoContradictionInItsTwoCopies() {
    try (Dump copy = copy()) {
      assertThat(copy.pageCounts().of(PageState.PRESENT), is(CRASH_KERNEL_PFN - 1 + END_PFN - 90L));
      assertThat(copy.description().warnings(), is(empty()));
    }
  }

  @Test
  void theCrashKernelsOwnMemoryAndTheFirstPageAreNotThere() {
    try (Dump copy = copy()) {
      assertThat(copy.state(0), is(PageState.ABSENT));
      assertThat(copy.state(CRASH_KERNEL_PFN * (long) PAGE_BYTES), is(PageState.ABSENT));
      assertThat(copy.state(89L * PAGE_BYTES), is(PageState.ABSENT));
      assertThat(copy.state(90L * PAGE_BYTES), is(PageState.PRESENT));
    }
  }

  /** {@code -Dvmcore.copy=FILE -Dvmcore.dump=FILE}: both of one crash, the latter filtered. */
  @Test
  void theCopyOfARealCrashHoldsWhatItsFilteredDumpHolds() {
    String copied = System.getProperty("vmcore.copy", "");
    String dumped = System.getProperty("vmcore.dump", "");
    Assumptions.assumeTrue(
        !copied.isEmpty() && !dumped.isEmpty(),
        "needs -Dvmcore.copy and -Dvmcore.dump: /proc/vmcore and the filtered dump of one crash");
    try (Dump copy = Dumps.open(List.of(Path.of(copied)));
        Dump filtered = Dumps.open(List.of(Path.of(dumped)))) {
      int compared = 0;
      for (OptionalLong at = filtered.nextStored(0); at.isPresent(); ) {
        long paddr = at.getAsLong();
        assertThat(
            "paddr " + paddr,
            Arrays.equals(bytesOf(copy, paddr), bytesOf(filtered, paddr)),
            is(true));
        compared++;
        at = filtered.nextStored(paddr + PAGE_BYTES);
      }
      assertThat(compared, is(greaterThan(1000)));
      assertThat((long) compared, is(lessThan(copy.pageCounts().of(PageState.PRESENT))));
      assertThat(
          copy.vmcoreInfo().orElseThrow().text(), is(filtered.vmcoreInfo().orElseThrow().text()));
      assertThat(copy.vmcoreInfo().orElseThrow().decimal("CRASHTIME").isPresent(), is(true));
    }
  }
}
