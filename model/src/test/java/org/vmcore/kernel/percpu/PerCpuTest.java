package org.vmcore.kernel.percpu;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.vmcore.model.FakeKernel;
import org.vmcore.model.Malformed;
import org.vmcore.model.NoSuchMember;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

class PerCpuTest {
  private final Program kernel = FakeKernel.of("x86_64").build();

  @Test
  void aKernelWithoutSmpHasOneCpu() {
    assertThat(PerCpu.of(kernel).offset(0), is(0L));
  }

  @Test
  void aCpuThatTheKernelCannotHaveIsMalformed() {
    assertThrows(Malformed.class, () -> PerCpu.of(kernel).offset(641_977_434));
    assertThrows(Malformed.class, () -> PerCpu.of(kernel).offset(-1));
  }

  @Test
  void whatIsNoPointerHasNoCopies() {
    Value number = kernel.object(FakeKernel.LONG, 0x1000);

    assertThrows(NoSuchMember.class, () -> PerCpu.of(kernel).ptr(number, 0));
  }
}
