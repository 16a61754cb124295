package org.vmcore.kernel.percpu;

import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.model.Malformed;
import org.vmcore.model.NoSuchMember;
import org.vmcore.model.Program;
import org.vmcore.model.Value;
import org.vmcore.types.PointerType;

/** Per-CPU data: an address common to all CPUs plus an offset of each CPU. */
public final class PerCpu {
  private final Program kernel;
  private final long[] offsets;

  private PerCpu(Program kernel) {
    this.kernel = kernel;
    this.offsets =
        kernel
            .findSymbol("__per_cpu_offset")
            .map(Value::longs)
            .orElse(new long[1]); // a kernel without SMP has one CPU and no offsets
  }

  public static PerCpu of(Program kernel) {
    return kernel.computed(PerCpu.class, PerCpu::new);
  }

  /** {@code per_cpu_ptr(&symbol, cpu)}: that CPU's copy of a static per-CPU variable. */
  public Value variable(String symbol, int cpu) {
    Value common = kernel.symbol(symbol);
    return kernel.object(common.type(), common.address() + offset(cpu));
  }

  /**
   * {@code per_cpu_ptr(pointer, cpu)}: that CPU's copy behind a {@code __percpu} pointer.
   *
   * @throws NoSuchMember when it is none, as damaged types may have it
   */
  public Value ptr(Value pointer, int cpu) {
    if (pointer.type().resolved() instanceof PointerType type) {
      return kernel.object(type.target(), pointer.asLong() + offset(cpu));
    }
    throw new NoSuchMember(pointer.type(), "copy of CPU " + cpu);
  }

  /** Sum over all possible CPUs of a number behind a {@code __percpu} pointer. */
  public long sum(Value pointer) {
    return CpuMask.possible(kernel).stream().mapToLong(cpu -> ptr(pointer, cpu).asLong()).sum();
  }

  /**
   * Sum over all possible CPUs of a number in a static per-CPU variable.
   *
   * @param path the member to add up; empty when the variable is the number itself
   */
  public long sum(String symbol, String path) {
    return CpuMask.possible(kernel).stream()
        .mapToLong(cpu -> variable(symbol, cpu).at(path).asLong())
        .sum();
  }

  /**
   * {@code __per_cpu_offset[cpu]}.
   *
   * @throws Malformed when the kernel can have no such CPU: the number came from its memory
   */
  public long offset(int cpu) {
    if (cpu < 0 || cpu >= offsets.length) {
      throw new Malformed("no CPU " + cpu, "__per_cpu_offset", 0);
    }
    return offsets[cpu];
  }
}
