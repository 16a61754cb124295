package org.vmcore.emit.proc;

import org.vmcore.emit.Emits;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.kernel.psi.PsiGroup;
import org.vmcore.model.Program;

/** {@code /proc/pressure} as {@code psi_show()}, {@code kernel/sched/psi.c}, has it. */
final class Pressure {
  @Emits(value = "proc/pressure/cpu", needs = "psi_system")
  void cpu(Program kernel, Text out) {
    show(kernel, "PSI_CPU", out);
  }

  @Emits(value = "proc/pressure/io", needs = "psi_system")
  void io(Program kernel, Text out) {
    show(kernel, "PSI_IO", out);
  }

  @Emits(value = "proc/pressure/memory", needs = "psi_system")
  void memory(Program kernel, Text out) {
    show(kernel, "PSI_MEM", out);
  }

  /** Since 6.1. */
  @Emits(value = "proc/pressure/irq", needs = "psi_system")
  void irq(Program kernel, Text out) {
    if (kernel.findEnumerator("PSI_IRQ_FULL").isEmpty()) {
      throw new NoSuchFile("the kernel does not measure how long interrupts take");
    }
    show(kernel, "PSI_IRQ", out);
  }

  private static void show(Program kernel, String resource, Text out) {
    PsiGroup system =
        PsiGroup.system(kernel).orElseThrow(() -> new NoSuchFile("pressure is not measured"));
    out.raw(system.show(resource));
  }
}
