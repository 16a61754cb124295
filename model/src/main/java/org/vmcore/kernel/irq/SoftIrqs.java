package org.vmcore.kernel.irq;

import java.util.List;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Software interrupts, {@code kernel/softirq.c}. */
public final class SoftIrqs {
  private SoftIrqs() {}

  /** {@code softirq_to_name[]}: as many as the kernel has. */
  public static List<String> names(Program kernel) {
    return kernel.symbol("softirq_to_name").elements().stream().map(Value::asString).toList();
  }

  /** {@code kstat_softirqs_cpu()}: how often one ran on a CPU. */
  public static long count(Program kernel, int softirq, int cpu) {
    return PerCpu.of(kernel).variable("kstat", cpu).field("softirqs").index(softirq).asLong()
        & 0xffff_ffffL;
  }
}
