package org.vmcore.recovery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.vmcore.dump.Dump;
import org.vmcore.dump.VmcoreInfo;
import org.vmcore.paging.KernelAddressSpace;
import org.vmcore.paging.PhysicalWords;

class Arm64PlacesTest {
  private static final long IMAGE = 0x4520_0000L;
  private static final long SHIFT = 0x1_2340_0000L;
  private static final int TABLE = 3;
  private static final int BLOCK = 0x701;

  /** The image's header: it tells the size of pages. */
  private static void header(PhysicalWords memory, int granule) {
    memory.word(IMAGE + 24, granule << 1).text(IMAGE + 56, "ARMd");
  }

  @Test
  void findsAKernelOf4KPagesAnd48Bits() {
    BuiltKernel kernel = BuiltKernel.arm64(0xffff_8000_0801_0000L - 0x1_0000);
    long running = kernel.linkedAt("_stext") + SHIFT;
    PhysicalWords memory = new PhysicalWords("aarch64");
    kernel.boot(memory, IMAGE, SHIFT);
    header(memory, 1);
    long root = IMAGE + 0x30_0000;
    memory
        .word(root + 8 * (running >>> 39 & 0x1ff), root + 0x1000 | TABLE)
        .word(root + 0x1000 + 8 * (running >>> 30 & 0x1ff), root + 0x2000 | TABLE)
        .word(root + 0x2000 + 8 * (running >>> 21 & 0x1ff), IMAGE | BLOCK)
        .word(IMAGE + 0x11_3020, 0x4000_0000L) // memstart_addr
        .word(IMAGE + 0x11_3028, 48); // vabits_actual

    Dump placed = Recovery.withKernel(memory, kernel);

    VmcoreInfo info = placed.vmcoreInfo().orElseThrow();
    assertThat(info.hex("KERNELOFFSET"), is(OptionalLong.of(SHIFT)));
    assertThat(info.number("kimage_voffset"), is(OptionalLong.of(running - IMAGE)));
    assertThat(info.number("VA_BITS"), is(OptionalLong.of(48)));
    assertThat(info.number("TCR_EL1_T1SZ"), is(OptionalLong.of(16)));
    assertThat(info.number("PHYS_OFFSET"), is(OptionalLong.of(0x4000_0000L)));
    assertThat(info.decimal("PAGESIZE"), is(OptionalLong.of(4096)));
    assertThat(
        KernelAddressSpace.of(placed, name -> OptionalLong.empty()).physical(running + 0x1234),
        is(IMAGE + 0x1234));
  }

  @Test
  void passesOverTheLinearMapWhichShowsTheImageToo() {
    BuiltKernel kernel = BuiltKernel.arm64(0xffff_ffc0_0800_0000L); // 39 bits
    PhysicalWords memory = new PhysicalWords("aarch64");
    kernel.boot(memory, IMAGE, 0);
    header(memory, 1);
    long root = IMAGE + 0x30_0000;
    long running = kernel.linkedAt("_stext");
    memory
        .word(root, 0x4000_0000L | BLOCK) // memory, from 0xffffff8000000000 on
        .word(root + 8 * 0x180, 0x4000_0000L | BLOCK) // once more above the image
        .word(root + 8 * (running >>> 30 & 0x1ff), root + 0x1000 | TABLE)
        .word(root + 0x1000 + 8 * (running >>> 21 & 0x1ff), IMAGE | BLOCK);

    VmcoreInfo info = Recovery.withKernel(memory, kernel).vmcoreInfo().orElseThrow();

    assertThat(info.hex("KERNELOFFSET"), is(OptionalLong.of(0)));
    assertThat(info.number("VA_BITS"), is(OptionalLong.of(39)));
  }

  @Test
  void findsAKernelOf64KPagesAnd52Bits() {
    BuiltKernel kernel = BuiltKernel.arm64(0xffff_8000_0800_0000L);
    PhysicalWords memory = new PhysicalWords("aarch64");
    long image = 0x4000_0000L;
    kernel.boot(memory, image, 0x2000_0000L);
    memory.word(image + 24, 3 << 1).text(image + 56, "ARMd");
    long root = image + 0x30_0000;
    long running = kernel.linkedAt("_stext") + 0x2000_0000L;
    memory
        .bytes(root, new byte[0x3_0000]) // three tables without entries
        .word(root + 8 * (running >>> 42 & 0x3ff), root + 0x1_0000 | TABLE)
        .word(root + 0x1_0000 + 8 * (running >>> 29 & 0x1fff), root + 0x2_0000 | TABLE);
    for (int i = 0; i < 64; i++) {
      long page = root + 0x2_0000 + 8 * ((running >>> 16 & 0x1fff) + i);
      memory.word(page, image + (i << 16) | BLOCK | TABLE);
    }

    VmcoreInfo info = Recovery.withKernel(memory, kernel).vmcoreInfo().orElseThrow();

    assertThat(info.hex("KERNELOFFSET"), is(OptionalLong.of(0x2000_0000L)));
    assertThat(info.number("kimage_voffset"), is(OptionalLong.of(running - image)));
    assertThat(info.decimal("PAGESIZE"), is(OptionalLong.of(65536)));
  }
}
