package org.vmcore.recovery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vmcore.dump.Dump;
import org.vmcore.dump.VmcoreInfo;
import org.vmcore.io.Fault;
import org.vmcore.io.Unsupported;
import org.vmcore.paging.KernelAddressSpace;
import org.vmcore.paging.PhysicalWords;

class RecoveryTest {
  private static final long START_KERNEL_MAP = 0xffff_ffff_8000_0000L;
  private static final long IDT = 0xffff_fe00_0000_0000L;
  private static final int TABLE = 3;

  private static final BuiltKernel KERNEL = BuiltKernel.x86();
  private static final long SHIFT = 0x1180_0000L;
  private static final long PHYS_BASE = -0x140_0000L;

  /** The memory of an x86-64 machine that runs the kernel. */
  private static PhysicalWords x86(long shift, long physBase, int levels, long encryption) {
    PhysicalWords memory = new PhysicalWords("x86_64");
    long linked = KERNEL.linkedAt("_stext");
    long image = linked - START_KERNEL_MAP + shift + physBase;
    KERNEL.boot(memory, image, shift);
    long root = image + 0x30_0000;
    memory.word(root, 0);
    long top = root;
    long entry = TABLE | encryption;
    if (levels == 5) {
      top = root + 0x1000;
      memory.word(root + 8 * 0x1ff, top | entry);
    }
    long upper = root + 0x2000;
    long text = root + 0x3000;
    memory.word(top + 8 * 0x1ff, upper | entry).word(upper + 8 * 0x1fe, text | entry);
    for (int i = 0; i < 2; i++) {
      long vaddr = linked + shift + i * 0x20_0000L;
      memory.word(text + 8 * (vaddr >>> 21 & 0x1ff), image + i * 0x20_0000L | 0x83 | encryption);
    }
    return memory;
  }

  private static PhysicalWords x86() {
    return x86(SHIFT, PHYS_BASE, 4, 0);
  }

  private static long paddr(String symbol) {
    return KERNEL.linkedAt(symbol) - START_KERNEL_MAP + SHIFT + PHYS_BASE;
  }

  /** The interrupt table as the CPUs see it, with the handler of the divide error. */
  private static void interruptTable(PhysicalWords memory) {
    long handler = KERNEL.linkedAt("asm_exc_divide_error") + SHIFT;
    long idt = 0x50_3000;
    memory
        .word(paddr("init_top_pgt") + 8 * 0x1fc, 0x50_0000 | TABLE)
        .word(0x50_0000, 0x50_1000 | TABLE)
        .word(0x50_1000, 0x50_2000 | TABLE)
        .word(0x50_2000, idt | TABLE)
        .word(idt, handler & 0xffff | 0x8e00_0010_0000L << 0 | (handler >>> 16 & 0xffff) << 48)
        .word(idt + 8, handler >>> 32);
  }

  /** With the registers and the interrupt table of a CPU. */
  static PhysicalWords guest() {
    PhysicalWords memory = x86().note("QEMU", 0, qemuNote(paddr("init_top_pgt"), 0));
    interruptTable(memory);
    return memory;
  }

  private static byte[] qemuNote(long cr3, long cr4) {
    ByteBuffer note = ByteBuffer.allocate(440).order(ByteOrder.LITTLE_ENDIAN);
    note.putInt(0, 1).putInt(4, 440);
    note.putLong(384, IDT).putLong(416, cr3).putLong(424, cr4);
    return note.array();
  }

  private static VmcoreInfo found(Dump dump) {
    return Recovery.withKernel(dump, KERNEL).vmcoreInfo().orElseThrow();
  }

  private static void assertIsPlaced(VmcoreInfo info, long shift, long physBase, int levels) {
    assertThat(info.hex("KERNELOFFSET"), is(OptionalLong.of(shift)));
    assertThat(info.number("phys_base"), is(OptionalLong.of(physBase)));
    assertThat(info.number("pgtable_l5_enabled"), is(OptionalLong.of(levels - 4)));
    assertThat(info.symbol("_stext"), is(OptionalLong.of(KERNEL.linkedAt("_stext") + shift)));
  }

  @Test
  void leavesADumpAloneThatSaysWhereItsKernelIs() {
    PhysicalWords memory = x86().info("OSRELEASE=6.1.0");

    assertThat(Recovery.withKernel(memory, KERNEL), sameInstance((Dump) memory));
    assertThat(Recovery.withOwnText(memory), sameInstance((Dump) memory));
  }

  @Test
  void findsTheKernelByPageTablesAndInterruptTableOfACpu() {
    Dump placed = Recovery.withKernel(guest(), KERNEL);

    assertIsPlaced(placed.vmcoreInfo().orElseThrow(), SHIFT, PHYS_BASE, 4);
    assertThat(placed.description().warnings(), hasItem(containsString("registers of its CPUs")));
  }

  @Test
  void findsTheKernelByTheFirstPageOfItsImageWhereTheInterruptTableIsNotInTheDump() {
    PhysicalWords memory = x86().note("QEMU", 0, qemuNote(paddr("init_top_pgt"), 0));

    assertIsPlaced(found(memory), SHIFT, PHYS_BASE, 4);
  }

  @Test
  void looksBesideTheTablesOfAProcessThatMapLittleOfTheKernel() {
    // With PTI a process's own half is the second of two pages.
    long user = paddr("init_top_pgt") | 0x1000;
    PhysicalWords memory = x86().note("QEMU", 0, qemuNote(user | 0x8000_0000_0000_0001L, 0));
    memory.word(user, 0);

    assertIsPlaced(found(memory), SHIFT, PHYS_BASE, 4);
  }

  @Test
  void guessesThePlaceOfAKernelWithoutSymbolsByTheTablesThatMapMostOfIt() {
    long user = paddr("init_top_pgt") | 0x1000;
    PhysicalWords memory = x86().note("QEMU", 0, qemuNote(user, 0));
    memory
        .word(user + 8 * 0x1ff, 0x70_0000 | TABLE) // a process's half has one page of the image
        .word(0x70_0000 + 8 * 0x1fe, 0x70_1000 | TABLE)
        .word(0x70_1000 + 8 * 0xc9, 0x70_2000 | TABLE)
        .word(0x70_2000, 0x4000_0000L | TABLE);

    VmcoreInfo info = Recovery.withFoundPlace(memory).vmcoreInfo().orElseThrow();

    assertThat(info.symbol("_stext"), is(OptionalLong.of(KERNEL.linkedAt("_stext") + SHIFT)));
    assertThat(info.number("phys_base"), is(OptionalLong.of(PHYS_BASE)));
    Dump placed = Recovery.withFoundPlace(memory);
    assertThat(
        KernelAddressSpace.of(placed, name -> OptionalLong.empty())
            .u64(KERNEL.linkedAt("elfcorehdr_addr") + SHIFT),
        is(-1L));
  }

  @Test
  void guessesNothingWithoutRegisters() {
    PhysicalWords memory = x86();

    assertThat(Recovery.withFoundPlace(memory), sameInstance((Dump) memory));
  }

  @Test
  void walksFiveLevelsWhenTheControlRegisterSaysSo() {
    PhysicalWords memory =
        x86(SHIFT, PHYS_BASE, 5, 0).note("QEMU", 0, qemuNote(paddr("init_top_pgt"), 1 << 12));

    assertIsPlaced(found(memory), SHIFT, PHYS_BASE, 5);
  }

  @Test
  void doesNotBelieveRegistersOfAnotherProgram() {
    PhysicalWords memory = x86().note("QEMU", 0, qemuNote(0x7000, 0));

    Dump placed = Recovery.withKernel(memory, KERNEL);

    assertThat(placed.description().warnings(), hasItem(containsString("banner in memory")));
  }

  @ParameterizedTest
  @CsvSource({
    "0x0, 0x0, 4",
    "0x11800000, -0x1400000, 4",
    "0x11800000, -0x1400000, 5",
    "0x3e000000, 0x200000, 4",
    "0x0, 0x40000000, 5"
  })
  void findsTheKernelByItsBannerWhereverItRan(String shift, String physBase, int levels) {
    long shiftBytes = Long.decode(shift);
    long base = Long.decode(physBase);

    assertIsPlaced(found(x86(shiftBytes, base, levels, 0)), shiftBytes, base, levels);
  }

  @Test
  void findsTheKernelByThePhysBaseOfTheHeader() {
    Dump placed = Recovery.withKernel(x86().physBase(PHYS_BASE), KERNEL);

    assertIsPlaced(placed.vmcoreInfo().orElseThrow(), SHIFT, PHYS_BASE, 4);
    assertThat(placed.description().warnings(), hasItem(containsString("phys_base")));
  }

  @Test
  void findsTheKernelByItsBannerThoughItsTablesHaveEncryptionBits() {
    VmcoreInfo info = found(x86(SHIFT, PHYS_BASE, 4, 1L << 47));

    assertIsPlaced(info, SHIFT, PHYS_BASE, 4);
    assertThat(info.number("sme_mask"), is(OptionalLong.of(1L << 47)));
  }

  @Test
  void findsTheKernelByItsBannerThoughTheVmlinuxHasNoBytes() {
    BuiltKernel stripped = BuiltKernel.x86().withoutBytes();

    VmcoreInfo info = Recovery.withKernel(x86(), stripped).vmcoreInfo().orElseThrow();

    assertIsPlaced(info, SHIFT, PHYS_BASE, 4);
  }

  @Test
  void takesTheWholeTextOfTheKernelItFound() {
    PhysicalWords memory = x86().note("QEMU", 0, qemuNote(paddr("init_top_pgt"), 0));
    String text = KERNEL.ownText(SHIFT, "NUMBER(phys_base)=" + PHYS_BASE, "CRASHTIME=1700000000");
    long textPaddr = paddr("vmcoreinfo_data") + 0x1000;
    memory
        .word(paddr("vmcoreinfo_data"), KERNEL.linkedAt("vmcoreinfo_data") + SHIFT + 0x1000)
        .word(paddr("vmcoreinfo_size"), text.length())
        .text(textPaddr, text);

    assertThat(found(memory).decimal("CRASHTIME"), is(OptionalLong.of(1700000000)));
  }

  private static String x86Text(String... more) {
    return KERNEL.ownText(SHIFT, "NUMBER(phys_base)=" + PHYS_BASE) + String.join("\n", more);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 24, 0x7c})
  void findsTheTextOfTheKernelInMemory(int inPage) {
    PhysicalWords memory =
        x86()
            .text(0x60_0100, "\0OSRELEASE=%s\nPAGESIZE=%ld\n") // what the kernel prints it with
            .text(0x61_0000 + inPage, x86Text());

    Dump placed = Recovery.withKernel(memory, KERNEL);

    assertThat(placed.vmcoreInfo().orElseThrow().text(), is(x86Text()));
    assertThat(
        placed.description().warnings(),
        hasItem(containsString("found in memory at 0x" + Long.toHexString(0x61_0000 + inPage))));
    assertThat(
        KernelAddressSpace.of(placed, name -> OptionalLong.empty())
            .u64(KERNEL.linkedAt("elfcorehdr_addr") + SHIFT),
        is(-1L));
  }

  @Test
  void findsTheTextWithoutAVmlinux() {
    PhysicalWords memory = new PhysicalWords("").text(0x61_0018, x86Text());

    Dump told = Recovery.withOwnText(memory);

    assertThat(told.vmcoreInfo().orElseThrow().text(), is(x86Text()));
    assertThat(told.description().machine(), is("x86_64"));
  }

  @Test
  void prefersTheTextOfAKernelThatCrashedToThatOfTheOneThatCaptures() {
    PhysicalWords memory =
        new PhysicalWords("x86_64")
            .text(0x10_0000, x86Text())
            .text(0x61_0000, x86Text("CRASHTIME=1700000000\n"));

    VmcoreInfo info = Recovery.withOwnText(memory).vmcoreInfo().orElseThrow();

    assertThat(info.decimal("CRASHTIME"), is(OptionalLong.of(1700000000)));
  }

  @Test
  void choosesAmongTextsByTheBuildIdOfTheVmlinux() {
    String other = x86Text("CRASHTIME=1\n").replace(BuiltKernel.BUILD_ID, "ff".repeat(20));
    PhysicalWords memory = x86().text(0x60_0000, other).text(0x61_0000, x86Text());

    assertThat(found(memory).buildId().orElseThrow(), is(BuiltKernel.BUILD_ID));
  }

  @Test
  void looksForTheKernelThatCrashedWhenTheCpusRanTheOneThatCaptures() {
    PhysicalWords memory = x86().note("QEMU", 0, qemuNote(paddr("init_top_pgt"), 0));
    memory.word(paddr("elfcorehdr_addr"), 0x7f00_0000);
    long crashedShift = 0x2000_0000L;
    long crashedImage = 0x4000_0000L;
    KERNEL.boot(memory, crashedImage, crashedShift);
    long root = crashedImage + 0x30_0000;
    long linked = KERNEL.linkedAt("_stext") + crashedShift;
    long physBase = crashedImage - (linked - START_KERNEL_MAP);
    memory
        .word(root + 8 * 0x1ff, root + 0x1000 | TABLE)
        .word(root + 0x1000 + 8 * 0x1fe, root + 0x2000 | TABLE)
        .word(root + 0x2000 + 8 * (linked >>> 21 & 0x1ff), crashedImage | 0x83)
        .text(0x60_0000, x86Text())
        .text(
            0x61_0000,
            KERNEL.ownText(crashedShift, "NUMBER(phys_base)=" + physBase, "CRASHTIME=17"));

    assertIsPlacedAt(found(memory), crashedShift, physBase);
  }

  private static void assertIsPlacedAt(VmcoreInfo info, long shift, long physBase) {
    assertThat(info.hex("KERNELOFFSET"), is(OptionalLong.of(shift)));
    assertThat(info.number("phys_base"), is(OptionalLong.of(physBase)));
  }

  @Test
  void namesTheKernelThatTheMemoryHasInPlaceOfTheOneGiven() {
    PhysicalWords memory =
        new PhysicalWords("x86_64").text(0x20_0000, "Linux version 5.10.0-7-amd64 (x) #1 SMP\n");

    Unsupported fault = assertThrows(Unsupported.class, () -> Recovery.withKernel(memory, KERNEL));

    assertThat(fault.getMessage(), containsString("vmlinux (" + BuiltKernel.RELEASE + ")"));
    assertThat(fault.getMessage(), containsString("which names 5.10.0-7-amd64"));
    assertThat(fault.getMessage(), containsString("--vmcoreinfo"));
  }

  @Test
  void doesNotTakeAKernelOfTheSameReleaseButAnotherBuild() {
    PhysicalWords memory = x86();
    memory.word(paddr("__start_notes") + 16, 0);

    assertThrows(Unsupported.class, () -> Recovery.withKernel(memory, KERNEL));
  }

  @Test
  void doesNotTakeAKernelWhoseTasksLeadNowhereAndWhoseNameIsAnother() {
    PhysicalWords memory = x86();
    memory.word(paddr("init_task") + 0x140, 0x1234);
    memory.text(paddr("init_uts_ns") + 130, "6.6.6\0");

    assertThrows(Unsupported.class, () -> Recovery.withKernel(memory, KERNEL));
  }

  @Test
  void saysThatMemoryOfNoiseLooksEncrypted() {
    PhysicalWords memory = new PhysicalWords("x86_64");
    byte[] noise = new byte[128 * 4096];
    new Random(7).nextBytes(noise);
    memory.bytes(0x10_0000, noise);

    for (Runnable search :
        new Runnable[] {
          () -> Recovery.withKernel(memory, KERNEL), () -> Recovery.withOwnText(memory)
        }) {
      Unsupported fault = assertThrows(Unsupported.class, search::run);
      assertThat(fault.getMessage(), containsString("memory looks encrypted"));
      assertThat(fault.getMessage(), containsString("kdump inside the guest"));
    }
  }

  @Test
  void doesNotCallMemoryEncryptedThatHoldsSomeFilesOfNoise() {
    PhysicalWords memory = new PhysicalWords("x86_64");
    byte[] noise = new byte[100 * 4096];
    new Random(7).nextBytes(noise);
    memory.bytes(0x10_0000, noise);
    for (int i = 0; i < 10; i++) {
      memory.text(0x40_0000 + i * 4096L, "text and pointers");
    }

    assertThat(Recovery.withOwnText(memory), sameInstance((Dump) memory));
  }

  @Test
  void takesForATextOnlyWhatHasAllThatOneNeeds() {
    String text = x86Text();
    PhysicalWords memory =
        new PhysicalWords("x86_64")
            .text(0x1_0000, text.replace("PAGESIZE=4096", "PAGESIZE=4097"))
            .text(0x2_0000, text.replace("SYMBOL(_stext)", "SYMBOL(_start)"))
            .text(0x3_0000, text.substring(0, 200) + "\0")
            .text(0x4_0002, text); // texts begin at a multiple of 4

    assertThat(Recovery.withOwnText(memory), sameInstance((Dump) memory));
  }

  /** Tables, texts and notes that lie: found or not, nothing but a fault comes of it. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void survivesMemoryThatWasTamperedWith(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 10; round++) {
      PhysicalWords memory = x86().note("QEMU", 0, qemuNote(paddr("init_top_pgt"), 0));
      memory.text(0x61_0000, x86Text());
      interruptTable(memory);
      for (int i = 0; i < 40; i++) {
        memory.word(somewhere(random), random.nextBoolean() ? random.nextLong() : -1);
      }
      try {
        assertThat(found(memory).symbol("_stext").isPresent(), is(true));
      } catch (Fault fault) {
        assertThat(fault.getMessage(), containsString("built"));
      }
    }
  }

  /** A word of the page tables, the interrupt table, the kernel's data or its text. */
  private static long somewhere(Random random) {
    long[] pages = {
      paddr("init_top_pgt"),
      paddr("init_top_pgt") + 0x2000,
      paddr("init_top_pgt") + 0x3000,
      paddr("init_task"),
      paddr("vmcoreinfo_data"),
      paddr("__start_notes") & -4096,
      0x50_2000,
      0x50_3000,
      0x61_0000
    };
    int word = random.nextBoolean() ? random.nextInt(64) : random.nextInt(512);
    return pages[random.nextInt(pages.length)] + 8L * word;
  }
}
