package org.vmcore.emit.proc;

import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.Arm64Cpu;
import org.vmcore.kernel.cpu.BogoMips;
import org.vmcore.model.Program;

/**
 * {@code /proc/cpuinfo} as {@code c_show()}, {@code arch/arm64/kernel/cpuinfo.c}, to a process that
 * is not {@code PER_LINUX32}.
 */
final class Arm64CpuInfo {
  private Arm64CpuInfo() {}

  static void show(Program kernel, int number, Text out) {
    Arm64Cpu cpu = Arm64Cpu.of(kernel, number);
    out.line("processor\t: %d", number);
    out.line("BogoMIPS\t: %s", BogoMips.of(kernel.symbol("loops_per_jiffy")));
    out.line("Features\t:%s", CpuInfo.spaced(Arm64Cpu.featureNames(kernel)));
    out.line("CPU implementer\t: 0x%02x", cpu.implementer());
    out.line("CPU architecture: 8");
    out.line("CPU variant\t: 0x%x", cpu.variant());
    out.line("CPU part\t: 0x%03x", cpu.partNumber());
    out.line("CPU revision\t: %d", cpu.revision());
    out.append('\n');
  }
}
