package org.vmcore.emit.proc;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.irq.SoftIrqs;
import org.vmcore.model.Program;

/** {@code /proc/softirqs} as {@code show_softirqs()}, {@code fs/proc/softirqs.c}. */
final class SoftIrqsFile {
  @Emits("proc/softirqs")
  void softirqs(Program kernel, Text out) {
    int[] cpus = CpuMask.possible(kernel).stream().toArray();
    out.print("%20s", "");
    for (int cpu : cpus) {
      out.print("CPU%-8d", cpu);
    }
    out.append('\n');
    List<String> names = SoftIrqs.names(kernel);
    for (int i = 0; i < names.size(); i++) {
      out.print("%12s:", names.get(i));
      for (int cpu : cpus) {
        out.print(" %10u", SoftIrqs.count(kernel, i, cpu));
      }
      out.append('\n');
    }
  }
}
