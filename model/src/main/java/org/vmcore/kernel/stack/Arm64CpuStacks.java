package org.vmcore.kernel.stack;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code arch/arm64/include/asm/stacktrace.h}: stacks for interrupts, overflows and SDEI. */
record Arm64CpuStacks(Program kernel) implements CpuStacks {
  @Override
  public List<StackRegion> of(int cpu) {
    List<StackRegion> stacks = new ArrayList<>();
    long sizeBytes = ThreadStack.sizeBytes(kernel); // IRQ_STACK_SIZE and SDEI_STACK_SIZE
    addPointed(stacks, "IRQ", "irq_stack_ptr", cpu, sizeBytes);
    if (kernel.hasSymbol("overflow_stack")) {
      Value overflow = PerCpu.of(kernel).variable("overflow_stack", cpu);
      long begin = overflow.address();
      stacks.add(new StackRegion("OVERFLOW", begin, begin + overflow.type().sizeBytes()));
    }
    addPointed(stacks, "SDEI", "sdei_stack_normal_ptr", cpu, sizeBytes);
    addPointed(stacks, "SDEI_CRITICAL", "sdei_stack_critical_ptr", cpu, sizeBytes);
    return stacks;
  }

  private void addPointed(
      List<StackRegion> stacks, String name, String pointer, int cpu, long sizeBytes) {
    if (kernel.hasSymbol(pointer)) {
      long begin = PerCpu.of(kernel).variable(pointer, cpu).asLong();
      if (begin != 0) {
        stacks.add(new StackRegion(name, begin, begin + sizeBytes));
      }
    }
  }
}
