package org.vmcore.kernel.stack;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.vmcore.model.FakeKernel.LONG;
import static org.vmcore.model.FakeKernel.array;
import static org.vmcore.model.FakeKernel.pointer;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vmcore.model.FakeKernel;
import org.vmcore.types.Type;

class X86CpuStacksTest {
  private static final long AREA = 0xffff_fe00_0000_0000L;
  private static final long CPU_BYTES = 0x1_0000;
  private static final int CPU = 1;

  private static final Type PAGE = array(LONG, 512);

  private final FakeKernel kernel =
      FakeKernel.of("x86_64")
          .symbol("__start_init_stack", 0, 0)
          .symbol("__end_init_stack", 0x4000, 0)
          .variable("__per_cpu_offset", array(LONG, 2), 0x200)
          .words(0x200, 0, CPU_BYTES);

  private List<StackRegion> stacks() {
    return new X86CpuStacks(kernel.build()).of(CPU);
  }

  @Test
  void stacksOfExceptionsHaveTheNamesThatTheKernelPrints() {
    kernel.struct(
        "cea_exception_stacks",
        "DF_stack_guard",
        PAGE,
        "DF_stack",
        PAGE,
        "NMI_stack_guard",
        PAGE,
        "NMI_stack",
        PAGE,
        "DB_stack",
        PAGE,
        "MCE_stack",
        PAGE,
        "VC2_stack",
        PAGE);
    kernel
        .variable("cea_exception_stacks", pointer(kernel.type("cea_exception_stacks")), 0x1000)
        .words(0x1000 + CPU_BYTES, AREA);

    List<StackRegion> stacks = stacks();

    assertThat(
        stacks.stream().map(StackRegion::name).toList(),
        contains("#DF", "NMI", "#DB", "#MC", "#VC2"));
    assertThat(stacks.get(1), is(new StackRegion("NMI", AREA + 0x3000, AREA + 0x4000)));
  }

  @Test
  void theStackForInterruptsEndsBehindTheWordThatThePointerLeadsTo() {
    kernel.variable("hardirq_stack_ptr", LONG, 0x1000).words(0x1000 + CPU_BYTES, AREA + 0x3ff8);

    assertThat(stacks(), contains(new StackRegion("IRQ", AREA, AREA + 0x4000)));
  }
}
