package org.vmcore.emit.proc;

import org.vmcore.emit.Emits;
import org.vmcore.emit.NotReconstructable;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.model.Program;

/** {@code /proc/cpuinfo}: one paragraph for each CPU that is online, in the architecture's form. */
final class CpuInfo {
  @Emits("proc/cpuinfo")
  void cpuinfo(Program kernel, Text out) {
    CpuForm form = formOf(kernel);
    for (int cpu : CpuMask.online(kernel).stream().toArray()) {
      form.show(kernel, cpu, out);
    }
  }

  private interface CpuForm {
    void show(Program kernel, int cpu, Text out);
  }

  private static CpuForm formOf(Program kernel) {
    if (kernel.hasType("struct cpuinfo_x86")) {
      return X86CpuInfo::show;
    }
    if (kernel.hasType("struct cpuinfo_arm64")) {
      return Arm64CpuInfo::show;
    }
    throw new NotReconstructable("the registers that tell are not in memory on this machine");
  }

  static String spaced(Iterable<String> words) {
    StringBuilder text = new StringBuilder();
    words.forEach(word -> text.append(' ').append(word));
    return text.toString();
  }
}
