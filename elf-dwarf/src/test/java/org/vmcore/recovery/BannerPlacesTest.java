package org.vmcore.recovery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import java.nio.ByteOrder;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vmcore.dump.Dump;
import org.vmcore.dump.VmcoreInfo;
import org.vmcore.paging.KernelAddressSpace;
import org.vmcore.paging.PhysicalWords;

/** Kernels of riscv64, s390x and ppc64 that nothing but their vmlinux tells of. */
class BannerPlacesTest {
  private static final long IMAGE = 0x8020_0000L;
  private static final long TABLES = 0x30_0000; // from the start of the image
  private static final long SHIFT = 0x1640_0000L;

  private static BuiltKernel kernel(long base) {
    return new BuiltKernel(base).symbol("swapper_pg_dir", TABLES);
  }

  private static VmcoreInfo found(PhysicalWords memory, BuiltKernel kernel, long shift) {
    Dump placed = Recovery.withKernel(memory, kernel);
    VmcoreInfo info = placed.vmcoreInfo().orElseThrow();
    assertThat(placed.description().warnings(), hasItem(containsString("by its banner")));
    assertThat(info.hex("KERNELOFFSET"), is(OptionalLong.of(shift)));
    assertThat(
        KernelAddressSpace.of(placed, name -> OptionalLong.empty())
            .u64(kernel.linkedAt("elfcorehdr_addr") + shift),
        is(-1L));
    return info;
  }

  @ParameterizedTest(name = "Sv{0}")
  @CsvSource({"39", "48", "57"})
  void findsARiscvKernelBesideItsLinearMap(int bits) {
    BuiltKernel kernel = kernel(0xffff_ffff_8000_0000L);
    PhysicalWords memory = new PhysicalWords("riscv64");
    kernel.boot(memory, IMAGE, SHIFT);
    long linear = (-1L << bits - 1) + 0x4000_0000L;
    map(memory, bits, linear, 0);
    map(memory, bits, kernel.linkedAt("_stext") + SHIFT, 0x8000);

    VmcoreInfo info = found(memory, kernel, SHIFT);

    assertThat(info.number("VA_BITS"), is(OptionalLong.of(bits)));
    assertThat(
        info.number("va_kernel_pa_offset"),
        is(OptionalLong.of(kernel.linkedAt("_stext") + SHIFT - IMAGE)));
  }

  /** Two leaves of 2 MiB, below tables of their own so many bytes behind the top one. */
  private static void map(PhysicalWords memory, int bits, long vaddr, long apart) {
    long table = IMAGE + TABLES;
    long next = table + 0x1000 + apart;
    for (int shift = bits - 9; shift > 21; shift -= 9) {
      memory.word(table + 8 * (vaddr >>> shift & 0x1ff), next >>> 12 << 10 | 1);
      table = next;
      next += 0x1000;
    }
    for (int i = 0; i < 2; i++) {
      long paddr = IMAGE + i * 0x20_0000L;
      memory.word(table + 8 * (vaddr + i * 0x20_0000L >>> 21 & 0x1ff), paddr >>> 12 << 10 | 0xcf);
    }
  }

  @Test
  void findsAnS390KernelAtItsPhysicalAddresses() {
    BuiltKernel kernel = kernel(0x10_0000);
    PhysicalWords memory = new PhysicalWords("s390x");
    long image = 0x10_0000 + SHIFT;
    kernel.boot(memory, image, SHIFT);
    region3(memory, image + TABLES);
    segment(memory, image + TABLES, image, image);

    found(memory, kernel, SHIFT);
  }

  @Test
  void findsAnS390KernelWhoseImageLiesApartFromItsMemory() {
    long shift = 0x3ff_8000_0000L;
    BuiltKernel kernel = kernel(0x10_0000);
    PhysicalWords memory = new PhysicalWords("s390x");
    long image = 0x2000_0000;
    kernel.boot(memory, image, shift);
    region3(memory, image + TABLES);
    segment(memory, image + TABLES, image, image); // the identity map has it too
    segment(memory, image + TABLES, 0x10_0000 + shift, image);

    VmcoreInfo info = found(memory, kernel, shift);

    assertThat(info.hex("KERNELOFFPHYS"), is(OptionalLong.of(image - 0x10_0000)));
  }

  private static void region3(PhysicalWords memory, long root) {
    for (int i = 0; i < 2048; i++) {
      memory.word(root + 8L * i, 0x24, ByteOrder.BIG_ENDIAN); // invalid, of a region-third table
    }
  }

  /** Four leaves of 1 MiB. */
  private static void segment(PhysicalWords memory, long root, long vaddr, long paddr) {
    long table = root + 0x4000 * (1 + (vaddr >>> 40));
    for (int i = 0; i < 2048; i++) {
      memory.word(table + 8L * i, 0x20, ByteOrder.BIG_ENDIAN);
    }
    memory.word(root + 8 * (vaddr >>> 31), table | 0x7, ByteOrder.BIG_ENDIAN);
    for (int i = 0; i < 4; i++) {
      long at = vaddr + (i << 20);
      memory.word(table + 8 * (at >>> 20 & 0x7ff), paddr + (i << 20) | 0x400, ByteOrder.BIG_ENDIAN);
    }
  }

  @Test
  void findsAPpc64KernelInItsLinearMap() {
    BuiltKernel kernel = kernel(0xc000_0000_0000_0000L);
    PhysicalWords memory = new PhysicalWords("ppc64le");
    kernel.boot(memory, SHIFT, SHIFT);
    memory.word(SHIFT + TABLES, 0);

    VmcoreInfo info = found(memory, kernel, SHIFT);

    assertThat(info.decimal("PAGESIZE"), is(OptionalLong.of(65536)));
  }
}
