package org.vmcore.kernel.stack;

import java.util.List;
import org.vmcore.model.Program;

/** The stacks that a CPU has beside those of tasks: for interrupts, exceptions, overflows. */
sealed interface CpuStacks permits X86CpuStacks, Arm64CpuStacks {
  /** Those of a CPU, without any that cannot be found. */
  List<StackRegion> of(int cpu);

  /** As this machine has them. */
  static CpuStacks of(Program kernel) {
    return kernel.computed(
        CpuStacks.class,
        k -> k.machine().equals("aarch64") ? new Arm64CpuStacks(k) : new X86CpuStacks(k));
  }
}
