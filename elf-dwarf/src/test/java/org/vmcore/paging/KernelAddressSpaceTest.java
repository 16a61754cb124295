package org.vmcore.paging;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
