package org.vmcore.kernel.cpu;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vmcore.model.FakeKernel;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;

/** Masks of 128 bits. */
class CpuMaskTest {
  private static final long NUMBER = 0x1000;
  private static final long MASK = 0x2000;

  private static Program kernel(long nrCpuIds) {
    return FakeKernel.of("x86_64")
        .struct("cpumask", "bits", FakeKernel.array(FakeKernel.LONG, 2))
        .words(NUMBER, nrCpuIds)
        .variable("nr_cpu_ids", FakeKernel.LONG, NUMBER)
        .words(MASK, 0b1011, 1)
        .build();
  }

  @Test
  void holdsTheCpusThatTheMachineCanHave() {
    Program four = kernel(4);

    BitSet mask = CpuMask.of(four.object("struct cpumask", MASK));

    assertThat(mask, is(BitSet.valueOf(new long[] {0b1011})));
  }

  @Test
  void mayHoldAsManyAsItHasBits() {
    Program most = kernel(128);

    assertThat(CpuMask.nrCpuIds(most), is(128));
    assertThat(CpuMask.of(most.object("struct cpumask", MASK)).length(), is(65));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 129, 0x7fff_ffff, 0xffff_ffffL})
  void moreThanItHasBitsIsNoNumberOfCpus(long absurd) {
    Program kernel = kernel(absurd);

    Malformed fault = assertThrows(Malformed.class, () -> CpuMask.nrCpuIds(kernel));

    assertThat(fault.getMessage(), containsString("absurd number of CPUs"));
  }

  @Test
  void aKernelForOneCpuCountsNone() {
    assertThat(CpuMask.nrCpuIds(FakeKernel.of("x86_64").build()), is(1));
  }
}
