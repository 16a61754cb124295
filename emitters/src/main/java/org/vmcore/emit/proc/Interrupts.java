package org.vmcore.emit.proc;

import java.util.Optional;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.irq.ArchIrqCounters;
import org.vmcore.kernel.irq.IrqDesc;
import org.vmcore.model.Program;

/**
 * {@code /proc/interrupts} as {@code show_interrupts()}, {@code kernel/irq/proc.c}: a line for each
 * interrupt that came or has a handler, a column for each online CPU.
 */
final class Interrupts {
  private static final int MIN_LABEL_WIDTH = 3;
  private static final int MAX_LABEL_WIDTH = 10;
  private static final int MIN_CHIP_WIDTH = 8;

  @Emits("proc/interrupts")
  void interrupts(Program kernel, Text out) {
    int width = labelWidth(IrqDesc.nrIrqs(kernel));
    int[] cpus = CpuMask.online(kernel).stream().toArray();
    out.print("%*s", width + 8, "");
    for (int cpu : cpus) {
      out.print("CPU%-8d", cpu);
    }
    out.append('\n');
    for (IrqDesc irq : IrqDesc.all(kernel)) {
      try {
        if (!irq.isHidden()) {
          out.raw(row(irq, width, cpus).bytes());
        }
      } catch (MemoryFault fault) {
        out.partial("interrupt " + irq.number() + ": " + fault.what());
      }
    }
    for (ArchIrqCounters.Line line : ArchIrqCounters.lines(kernel)) {
      if (kernel.machine().equals("aarch64") && !line.text().isEmpty()) {
        showMessages(line, width, out);
      } else {
        show(line, width, out);
      }
    }
  }

  /** Wide enough for all numbers. */
  static int labelWidth(int nrIrqs) {
    int width = MIN_LABEL_WIDTH;
    for (long j = 1000; width < MAX_LABEL_WIDTH && j <= nrIrqs; j *= 10) {
      width++;
    }
    return width;
  }

  private static Text row(IrqDesc irq, int width, int[] cpus) {
    Text out = new Text();
    long any = 0;
    Text counts = new Text();
    for (int cpu : cpus) {
      long count = irq.count(cpu);
      any |= count;
      counts.print("%10u ", count);
    }
    if (any == 0 && (!irq.hasAction() || irq.isChained())) {
      return out;
    }
    out.print("%*d: ", width, irq.number());
    out.raw(counts.bytes());
    out.print(" %*s", MIN_CHIP_WIDTH, irq.chip());
    Optional<Long> hardware = irq.hardwareNumber();
    if (hardware.isPresent()) {
      out.print(" %*lu", width, hardware.get());
    } else {
      out.print(" %*s", width, "");
    }
    if (isLevelShown(irq.value().program())) {
      out.print(" %-8s", irq.isLevel() ? "Level" : "Edge");
    }
    if (!irq.flow().isEmpty()) {
      out.print("-%-8s", irq.flow());
    }
    if (irq.hasAction()) {
      out.print("  %s", String.join(", ", irq.actions()));
    }
    out.append('\n');
    return out;
  }

  /** {@code CONFIG_GENERIC_IRQ_SHOW_LEVEL}, which x86 does not select. */
  private static boolean isLevelShown(Program kernel) {
    return !kernel.machine().equals("x86_64");
  }

  private static void show(ArchIrqCounters.Line line, int width, Text out) {
    out.print("%*s:", width, line.label());
    for (long count : line.counts()) {
      out.print(" %10u", count);
    }
    if (!line.text().isEmpty()) {
      out.print("   %s", line.text());
    }
    out.append('\n');
  }

  /** Interrupts between CPUs, {@code arch_show_interrupts()} of {@code arch/arm64/kernel/smp.c}. */
  private static void showMessages(ArchIrqCounters.Line line, int width, Text out) {
    out.print("%*s:%s", width, line.label(), width > MIN_LABEL_WIDTH ? " " : "");
    for (long count : line.counts()) {
      out.print("%10u ", count);
    }
    out.line("      %s", line.text());
  }
}
