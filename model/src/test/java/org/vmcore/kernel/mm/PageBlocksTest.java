package org.vmcore.kernel.mm;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.vmcore.model.FakeKernel;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.types.IntType;

class PageBlocksTest {
  private static Program kernel(long order) {
    return FakeKernel.of("x86_64")
        .variable("pageblock_order", new IntType("unsigned int", 4, false, false), 0x1000)
        .number(0x1000, order, 4)
        .build();
  }

  @Test
  void theKernelSaysHowLargeABlockIs() {
    assertThat(PageBlocks.of(kernel(9)).order(), is(9));
  }

  @Test
  void blocksLargerThanAnyMemoryAreMalformed() {
    for (long order : new long[] {63, 64, -1}) {
      assertThrows(Malformed.class, () -> PageBlocks.of(kernel(order)));
    }
  }
}
