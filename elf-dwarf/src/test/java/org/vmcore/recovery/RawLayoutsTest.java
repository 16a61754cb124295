package org.vmcore.recovery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vmcore.dump.Dump;
import org.vmcore.dump.Dumps;
import org.vmcore.dump.MemoryFault;
import org.vmcore.dump.Opening;
import org.vmcore.dump.Page;
import org.vmcore.dump.PageState;
import org.vmcore.io.ByteSource;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.Unsupported;
import org.vmcore.paging.PhysicalWords;

/** Memory alone, with and without the hole of a PC below 4 GiB; files without their zeros. */
class RawLayoutsTest {
  private static final BuiltKernel KERNEL = BuiltKernel.x86();
  private static final long FOUR_GIB = 1L << 32;
  private static final long HIGH_BYTES = 64 << 20;
  private static final long TABLES = FOUR_GIB + 0x10_0000; // where kernels like to put them
  private static final long MARK = 0x1234_5678_9abc_def0L;
  private static final int TABLE = 0x63;
  private static final int LARGE = 0xe3;

  /** A file of a size that has bytes where a machine's memory has words, and zeros elsewhere. */
  private record SparseFile(PhysicalWords memory, long sizeBytes, long holeStart)
      implements ByteSource {
    @Override
    public String name() {
      return "memory";
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) {
      if (!holds(position, length)) {
        throw new MalformedInput(length + " bytes wanted", name(), position);
      }
      for (int done = 0; done < length; ) {
        long at = position + done;
        long paddr = at < holeStart ? at : at - holeStart + FOUR_GIB;
        int run = Math.min(length - done, 4096 - (int) (paddr & 4095));
        copy(paddr, target, offset + done, run);
        done += run;
      }
    }

    private void copy(long paddr, byte[] target, int offset, int length) {
      try {
        Page page = memory.page(paddr);
        System.arraycopy(page.bytes(), (int) (paddr - page.paddr()), target, offset, length);
      } catch (MemoryFault nothing) {
        Arrays.fill(target, offset, offset + length, (byte) 0);
      }
    }

    @Override
    public void close() {}
  }

  /**
   * A PC with memory up to {@code lowEnd} and 64 MiB above 4 GiB, where the tables of its direct
   * map are; the kernel lies low.
   */
  private static PhysicalWords machine(long lowEnd) {
    PhysicalWords memory = new PhysicalWords("");
    long image = 0x100_0000;
    KERNEL.boot(memory, image, 0);
    long root = image + 0x30_0000;
    long text = root + 0x2000;
    memory
        .word(root + 8 * 0x1ff, root + 0x1000 | TABLE)
        .word(root + 0x1000 + 8 * 0x1fe, text | TABLE)
        .word(text + 8 * 8, image | LARGE)
        .word(text + 8 * 9, image + 0x20_0000 | LARGE)
        .word(root + 8 * 0x111, TABLES | TABLE);
    map(memory, 0, lowEnd);
    map(memory, FOUR_GIB, FOUR_GIB + HIGH_BYTES);
    String own = KERNEL.ownText(0, "NUMBER(phys_base)=0", "OFFSET(uts_namespace.name)=0");
    return memory.text(0x61_0000, own).word(FOUR_GIB + 0x5000, MARK);
  }

  /** In the direct map, with pages of 2 MiB. */
  private static void map(PhysicalWords memory, long from, long to) {
    for (long paddr = from; paddr < to; paddr += 2 << 20) {
      long table = TABLES + 0x1000 * (1 + (paddr >>> 30));
      memory
          .word(TABLES + 8 * (paddr >>> 30), table | TABLE)
          .word(table + 8 * (paddr >>> 21 & 0x1ff), paddr | LARGE);
    }
  }

  private static Dump opened(ByteSource file) {
    return Dumps.of(List.of(file), Opening.DEFAULT.raw(RawLayouts.PROVED));
  }

  private static long wordAt(Dump dump, long paddr) {
    Page page = dump.page(paddr);
    return ByteBuffer.wrap(page.bytes())
        .order(ByteOrder.LITTLE_ENDIAN)
        .getLong((int) (paddr - page.paddr()));
  }

  @ParameterizedTest(name = "hole from {0} on")
  @ValueSource(longs = {0x8000_0000L, 0xb000_0000L, 0xc000_0000L, 0xe000_0000L, 0x1000_0000L})
  void findsWhereTheHoleBeganThatWasLeftOut(long hole) {
    try (Dump dump = opened(new SparseFile(machine(hole), hole + HIGH_BYTES, hole))) {
      assertThat(dump.description().format(), containsString("0x" + Long.toHexString(hole)));
      assertThat(wordAt(dump, FOUR_GIB + 0x5000), is(MARK));
      assertThat(dump.state(hole - 4096), is(PageState.PRESENT));
      assertThat(dump.state(hole), is(PageState.ABSENT));
      assertThat(dump.state(FOUR_GIB + HIGH_BYTES - 4096), is(PageState.PRESENT));
      assertThat(dump.state(FOUR_GIB + HIGH_BYTES), is(PageState.ABSENT));
    }
  }

  @Test
  void leavesAFileAsItStandsThatHasTheHole() {
    ByteSource file = new SparseFile(machine(0x1000_0000), FOUR_GIB + HIGH_BYTES, FOUR_GIB);

    try (Dump dump = opened(file)) {
      assertThat(dump.description().format(), is("raw memory"));
      assertThat(wordAt(dump, FOUR_GIB + 0x5000), is(MARK));
    }
  }

  @Test
  void findsWhereMemoryBeginsThatDoesNotAtZero() {
    long base = 0x4000_0000L;
    BuiltKernel kernel = BuiltKernel.arm64(0xffff_8000_0801_0000L - 0x1_0000);
    PhysicalWords memory = new PhysicalWords("");
    long image = base + 0x20_0000;
    long voffset = kernel.linkedAt("_stext") - image;
    kernel.boot(memory, image, 0);
    long root = image + 0x30_0000;
    long stext = kernel.linkedAt("_stext");
    memory
        .word(root + 8 * (stext >>> 39 & 0x1ff), root + 0x1000 | 3)
        .word(root + 0x1000 + 8 * (stext >>> 30 & 0x1ff), root + 0x2000 | 3)
        .word(root + 0x2000 + 8 * (stext >>> 21 & 0x1ff), image | 0x701)
        .text(
            image + 0x61_0000,
            kernel.ownText(
                0,
                "NUMBER(VA_BITS)=48",
                "NUMBER(kimage_voffset)=0x" + Long.toHexString(voffset),
                "OFFSET(uts_namespace.name)=0"));
    ByteSource shifted = new SparseFile(memory, base + (32 << 20), Long.MAX_VALUE);

    try (Dump dump = opened(shifted.slice("from 1 GiB on", base, 32 << 20))) {
      assertThat(dump.description().format(), is("raw memory from 0x40000000 on"));
      assertThat(dump.state(0), is(PageState.ABSENT));
      assertThat(dump.state(image), is(PageState.PRESENT));
    }
  }

  @Test
  void refusesMemoryWhoseKernelIsNotWhereItsTextSays() {
    PhysicalWords memory = machine(32 << 20);
    memory.text(0x100_0000 + 0x11_0000 + 130, "6.6.6\0");
    ByteSource file = new SparseFile(memory, 32 << 20, FOUR_GIB);

    assertThat(
        assertThrows(Unsupported.class, () -> opened(file)).getMessage(),
        containsString("add --raw if it is memory alone"));
  }

  @Test
  void takesMemoryAsItStandsThatProvesNothingWhenAskedTo() {
    ByteSource file = new SparseFile(new PhysicalWords("").word(0x5000, MARK), 32 << 20, 32 << 20);

    try (Dump dump = Dumps.of(List.of(file), Opening.DEFAULT.raw(RawLayouts.ASKED_FOR))) {
      assertThat(dump.description().format(), is("raw memory"));
      assertThat(wordAt(dump, 0x5000), is(MARK));
    }
  }

  /** Tables and texts that lie: proved, as it stands or refused, and nothing else comes of it. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void survivesMemoryThatWasTamperedWith(long seed) {
    Random random = new Random(seed);
    long[] places = {0x130_0000, 0x130_1000, 0x130_2000, 0x111_0000, 0x61_0000, 0x80_0000};
    for (int round = 0; round < 5; round++) {
      PhysicalWords memory = machine(32 << 20);
      for (int i = 0; i < 30; i++) {
        long place = places[random.nextInt(places.length)] + 8L * random.nextInt(512);
        memory.word(place, random.nextBoolean() ? random.nextLong() : random.nextInt() | TABLE);
      }
      ByteSource file = new SparseFile(memory, 32 << 20, FOUR_GIB);
      try (Dump dump = Dumps.of(List.of(file), Opening.DEFAULT.raw(RawLayouts.ASKED_FOR))) {
        assertThat(dump.description().format(), containsString("raw memory"));
      }
    }
  }

  /** {@code -Dvmcore.raw=FILE -Dvmcore.dump=FILE}: the same memory, alone and in a container. */
  @Test
  void aRealFileOfMemoryAloneHoldsWhatAnotherDumpOfItHolds() {
    String raw = System.getProperty("vmcore.raw", "");
    String dumped = System.getProperty("vmcore.dump", "");
    Assumptions.assumeTrue(
        !raw.isEmpty() && !dumped.isEmpty(),
        "needs -Dvmcore.raw and -Dvmcore.dump: memory alone, and a dump of the same");
    Opening proved = Opening.DEFAULT.raw(RawLayouts.PROVED);
    try (Dump memory = Dumps.open(List.of(Path.of(raw)), proved);
        Dump dump = Dumps.open(List.of(Path.of(dumped)))) {
      int compared = 0;
      for (OptionalLong at = memory.nextStored(0); at.isPresent(); ) {
        long paddr = at.getAsLong();
        if (dump.state(paddr) == PageState.PRESENT && paddr >= 1 << 20) {
          assertThat("paddr " + paddr, wordAt(memory, paddr), is(wordAt(dump, paddr)));
          compared++;
        }
        at = memory.nextStored(paddr + 4096);
      }
      assertThat(compared, is(greaterThan(10_000)));
    }
  }
}
