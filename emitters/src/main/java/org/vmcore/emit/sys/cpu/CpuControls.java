package org.vmcore.emit.sys.cpu;

import java.util.BitSet;
import org.vmcore.emit.Emits;
import org.vmcore.emit.NotReconstructable;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.Arm64Cpu;
import org.vmcore.kernel.cpu.Smt;
import org.vmcore.kernel.cpu.X86Cpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * What holds for all CPUs: {@code smt} of {@code kernel/cpu.c}, {@code modalias} of {@code
 * drivers/base/cpu.c}.
 */
final class CpuControls {
  @Emits(value = "sys/devices/system/cpu/smt/active", needs = "cpuhp_smt_attr_group")
  void active(Program kernel, Text out) {
    out.line("%d", Smt.isActive(kernel) ? 1 : 0);
  }

  @Emits(value = "sys/devices/system/cpu/smt/control", needs = "cpuhp_smt_attr_group")
  void control(Program kernel, Text out) {
    out.line("%s", Smt.control(kernel));
  }

  /** How a module that fits the CPU is found, {@code print_cpu_modalias()}. */
  @Emits("sys/devices/system/cpu/modalias")
  void modalias(Program kernel, Text out) {
    BitSet features;
    if (kernel.hasType("struct cpuinfo_x86")) {
      X86Cpu cpu = X86Cpu.boot(kernel);
      Value c = cpu.value();
      long vendor = c.field("x86_vendor").asLong();
      long family = c.field("x86").asLong();
      long model = c.field("x86_model").asLong();
      out.print("cpu:type:x86,ven%04Xfam%04Xmod%04X:feature:", vendor, family, model);
      features = cpu.features();
    } else if (kernel.hasType("struct cpuinfo_arm64")) {
      out.print("cpu:type:aarch64:feature:");
      features = Arm64Cpu.features(kernel);
    } else {
      throw new NotReconstructable("the form is not known for this architecture");
    }
    features.stream().forEach(feature -> out.print(",%04X", feature));
    out.append('\n');
  }
}
