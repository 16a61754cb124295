package org.vmcore.paging;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.vmcore.io.Unsupported;

class KernelAddressSpaceTest {
  /** Text at 16 MiB, the first GiB mapped at page_offset_base and, as text, at the top. */
  private static PhysicalWords x86() {
    return new PhysicalWords("x86_64")
        .info("SYMBOL(init_top_pgt)=ffffffff81001000")
        .info("SYMBOL(_stext)=ffffffff81000000")
        .info("SYMBOL(page_offset_base)=ffffffff81003000")
        .info("NUMBER(phys_base)=0")
        .word(0x0100_1000 + 8 * 0x111, 0x0100_2000 | 3)
        .word(0x0100_1000 + 8 * 0x1ff, 0x0100_2000 | 3)
        .word(0x0100_2000, 0x83)
        .word(0x0100_2000 + 8 * 0x1fe, 0x83)
        .word(0x0100_3000, 0xffff_8880_0000_0000L)
        .word(0x0100_4ff8, 0x1122_3344_5566_7788L)
        .word(0x0100_5000, 0x99aa_bbcc_ddee_ff00L);
  }

  @Test
  void readsTheSameBytesThroughTextAndDirectMap() {
    Memory memory = KernelAddressSpace.of(x86(), name -> OptionalLong.empty());

    assertThat(memory.u64(0xffff_8880_0100_4ff8L), is(0x1122_3344_5566_7788L));
    assertThat(memory.u64(0xffff_ffff_8100_4ff8L), is(0x1122_3344_5566_7788L));
  }

  @Test
  void readsNumbersAcrossABorderOfPages() {
    Memory memory = KernelAddressSpace.of(x86(), name -> OptionalLong.empty());

    assertThat(memory.u64(0xffff_8880_0100_4ffcL), is(0xddee_ff00_1122_3344L));
    assertThat(memory.u32(0xffff_8880_0100_4ffeL), is(0xff00_1122));
    assertThat(memory.u16(0xffff_8880_0100_4fffL), is(0x0011));
  }

  @Test
  void readsTheMemoryOfAProcess() {
    PhysicalWords dump = x86().word(0x0100_6000, 0x0100_2000 | 7);
    KernelAddressSpace memory = KernelAddressSpace.of(dump, name -> OptionalLong.empty());

    assertThat(memory.user(0xffff_8880_0100_6000L).u64(0x0100_4ff8), is(0x1122_3344_5566_7788L));
  }

  @Test
  void findsAKernelBelowThePlaceItWasLinkedFor() {
    // Loaded at 4 MiB, and moved up by 32 MiB in its addresses.
    PhysicalWords dump =
        new PhysicalWords("x86_64")
            .info("SYMBOL(init_top_pgt)=ffffffff83001000")
            .info("SYMBOL(_stext)=ffffffff83000000")
            .info("NUMBER(phys_base)=-46137344")
            .word(0x40_1000 + 8 * 0x1ff, 0x40_2000 | 3)
            .word(0x40_2000 + 8 * 0x1fe, 0x40_3000 | 3)
            .word(0x40_3000 + 8 * 0x18, 0x40_0000 | 0x83)
            .word(0x40_5000, 0x1122_3344_5566_7788L);
    KernelAddressSpace memory = KernelAddressSpace.of(dump, name -> OptionalLong.empty());

    assertThat(memory.u64(0xffff_ffff_8300_5000L), is(0x1122_3344_5566_7788L));
  }

  @Test
  void tellsThePagesOfAProcess() {
    PhysicalWords dump =
        x86()
            .word(0x0100_6000, 0x0100_7000 | 7)
            .word(0x0100_7000, 0x0100_8000 | 7)
            .word(0x0100_8000, 0x20_0000 | 0xe7);
    KernelAddressSpace memory = KernelAddressSpace.of(dump, name -> OptionalLong.empty());
    List<PageTableEntry> pages = new ArrayList<>();

    memory.forEachUserEntry(0xffff_8880_0100_6000L, 0, 0x7fff_ffff_efffL, pages::add);

    assertThat(pages.size(), is(1));
    assertThat(pages.get(0).paddr(), is(0x20_0000L));
  }

  /** 64 KiB pages and 52 bits on a processor that has 48: PHYS_OFFSET is below zero. */
  @Test
  void findsTheMemoryOfANarrowArm64ProcessorInAWideKernel() {
    PhysicalWords dump =
        new PhysicalWords("aarch64")
            .info("PAGESIZE=65536")
            .info("NUMBER(VA_BITS)=52")
            .info("NUMBER(TCR_EL1_T1SZ)=0x10")
            .info("NUMBER(kimage_voffset)=0xffff7fffc8000000")
            .info("NUMBER(PHYS_OFFSET)=0xfff1000040000000")
            .info("SYMBOL(swapper_pg_dir)=ffff800008010000")
            .info("SYMBOL(_stext)=ffff800008000000")
            .info("SYMBOL(_end)=ffff800008030000");
    dump.word(0x4001_0000 + 8 * 0x3c0, 0x4100_0000L | 3) // 0xffff000000000000 and on
        .word(0x4001_0000 + 8 * 0x3e0, 0x4102_0000L | 3) // 0xffff800000000000 and on
        .word(0x4100_0000, 0x4000_0000L | 0x701)
        .word(0x4102_0000, 0x4000_0000L | 0x701)
        .word(0x4002_5008, 0x1122_3344_5566_7788L);
    KernelAddressSpace memory = KernelAddressSpace.of(dump, name -> OptionalLong.empty());

    assertThat(memory.u64(0xffff_8000_0802_5008L & ~0x800_0000L), is(0x1122_3344_5566_7788L));
    assertThat(memory.u64(0xffff_0000_0002_5008L), is(0x1122_3344_5566_7788L));
    assertThat(memory.physical(0xffff_0000_0002_5008L), is(0x4002_5008L));
  }

  @Test
  void readsAnS390KernelWhoseImageLiesApartFromItsMemory() {
    PhysicalWords dump =
        new PhysicalWords("s390x")
            .info("SYMBOL(swapper_pg_dir)=3ffe0004000")
            .info("KERNELOFFSET=3ffe0000000")
            .info("KERNELOFFPHYS=10000000")
            .word(0x1000_4000, 1 << 2 | 0x20) // region third: nothing at 0
            .word(0x1000_4000 + 8 * 0x7ff, 0x1001_0000L | 1 << 2 | 3)
            .word(0x1001_0000 + 8 * 0x600, 0x1000_0000L | 0x403)
            .word(0x1000_5000, 0x1122_3344_5566_7788L);
    KernelAddressSpace memory = KernelAddressSpace.of(dump, name -> OptionalLong.empty());

    assertThat(memory.u64(0x3ff_e000_5000L), is(0x1122_3344_5566_7788L));
    assertThat(memory.u32(0x3ff_e000_5004L), is(0x5566_7788));
  }

  @Test
  void readsALittleEndianPpc64KernelThroughBigEndianTables() {
    PhysicalWords dump =
        new PhysicalWords("ppc64le")
            .info("PAGESIZE=65536")
            .info("NUMBER(RADIX_MMU)=1")
            .info("SYMBOL(_stext)=c000000000000000")
            .info("SYMBOL(swapper_pg_dir)=c000000001800000")
            .word(0x180_0000, 0x8000_0000_0181_0009L, ByteOrder.BIG_ENDIAN)
            .word(0x180_0000 + 8 * 0x1000, 0x8000_0000_0183_0009L, ByteOrder.BIG_ENDIAN)
            .word(0x181_0000, 0xc000_0000_0000_018eL, ByteOrder.BIG_ENDIAN) // 1 GiB of memory at 0
            .word(0x183_0000, 0xc000_0000_4000_018eL, ByteOrder.BIG_ENDIAN) // vmalloc
            .word(0x4000_0100, 0x1122_3344_5566_7788L);
    KernelAddressSpace memory = KernelAddressSpace.of(dump, name -> OptionalLong.empty());

    assertThat(memory.u64(0xc008_0000_0000_0100L), is(0x1122_3344_5566_7788L));
    assertThat(memory.u64(0xc000_0000_4000_0100L), is(0x1122_3344_5566_7788L));
  }

  @Test
  void readsOfAPpc64KernelWithTheHashMmuWhatItMapsInOnePiece() {
    PhysicalWords dump =
        new PhysicalWords("ppc64le")
            .info("PAGESIZE=65536")
            .info("NUMBER(RADIX_MMU)=0")
            .info("SYMBOL(swapper_pg_dir)=c000000001800000")
            .info("SYMBOL(vmemmap_list)=c000000000001000")
            .info("SYMBOL(mmu_vmemmap_psize)=c000000000001008")
            .info("SYMBOL(mmu_psize_defs)=c000000000001010")
            .info("SIZE(mmu_psize_def)=16")
            .info("OFFSET(mmu_psize_def.shift)=0")
            .info("OFFSET(vmemmap_backing.list)=0")
            .info("OFFSET(vmemmap_backing.phys)=8")
            .info("OFFSET(vmemmap_backing.virt_addr)=16")
            .word(0x1000, 0xc000_0000_0000_2000L)
            .word(0x1008, 2) // the third size of pages
            .word(0x1010 + 2 * 16, 24) // 16 MiB
            .word(0x2000, 0)
            .word(0x2008, 0x700_0000)
            .word(0x2010, 0xc00c_0000_0100_0000L)
            .word(0x700_0040, 0x1122_3344_5566_7788L);
    KernelAddressSpace memory = KernelAddressSpace.of(dump, name -> OptionalLong.empty());

    assertThat(memory.u64(0xc000_0000_0700_0040L), is(0x1122_3344_5566_7788L));
    assertThat(memory.u64(0xc00c_0000_0100_0040L), is(0x1122_3344_5566_7788L));
    NotMapped fault = assertThrows(NotMapped.class, () -> memory.u64(0xc008_0000_0000_0000L));
    assertThat(fault.getMessage(), containsString("hash MMU"));
  }

  @Test
  void readsARiscvKernelThroughImageAndLinearMap() {
    PhysicalWords dump =
        new PhysicalWords("riscv64")
            .info("NUMBER(VA_BITS)=39")
            .info("NUMBER(PAGE_OFFSET)=0xffffffd600000000")
            .info("NUMBER(phys_ram_base)=2147483648")
            .info("NUMBER(va_kernel_pa_offset)=0xfffffffefffe0000")
            .info("SYMBOL(_stext)=ffffffff80002000")
            .info("SYMBOL(swapper_pg_dir)=ffffffff80041000");
    // The image is at 0x80020000: no multiple of the pages of 2 MiB that map the memory.
    dump.word(0x8006_1000L + 8 * 0x158, 0x8000_0000L >>> 2 | 0xef)
        .word(0x8006_1000L + 8 * 0x1fe, 0x8100_0000L >>> 2 | 1)
        .word(0x8100_0000L, 0x8110_0000L >>> 2 | 1)
        .word(0x8110_0000L + 8 * 2, 0x8002_2000L >>> 2 | 0xef)
        .word(0x8002_2010L, 0x1122_3344_5566_7788L);
    KernelAddressSpace memory = KernelAddressSpace.of(dump, name -> OptionalLong.empty());

    assertThat(memory.u64(0xffff_ffff_8000_2010L), is(0x1122_3344_5566_7788L));
    assertThat(memory.u64(0xffff_ffd6_0002_2010L), is(0x1122_3344_5566_7788L));
  }

  @Test
  void namesTheNumberThatARiscvKernelDidNotTell() {
    PhysicalWords dump =
        new PhysicalWords("riscv64").info("SYMBOL(swapper_pg_dir)=ffffffff80041000");

    Unsupported fault =
        assertThrows(
            Unsupported.class, () -> KernelAddressSpace.of(dump, name -> OptionalLong.empty()));
    assertThat(fault.getMessage(), containsString("NUMBER(va_kernel_pa_offset)"));
  }

  @Test
  void namesTheSymbolThatItMisses() {
    PhysicalWords dump = new PhysicalWords("x86_64").info("NUMBER(phys_base)=0");

    Unsupported fault =
        assertThrows(
            Unsupported.class, () -> KernelAddressSpace.of(dump, name -> OptionalLong.empty()));
    assertThat(fault.getMessage(), containsString("init_top_pgt"));
  }

  @Test
  void saysWhichMachineItDoesNotKnow() {
    Unsupported fault =
        assertThrows(
            Unsupported.class,
            () ->
                KernelAddressSpace.of(new PhysicalWords("sparc64"), name -> OptionalLong.empty()));
    assertThat(fault.getMessage(), containsString("sparc64"));
  }
}
