package org.vmcore.kernel.cpu;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;
import org.vmcore.types.ArrayType;

/**
 * A CPU by its identification register: {@code MIDR_EL1} in {@code struct cpuinfo_arm64}, {@code
 * arch/arm64/include/asm/cputype.h}.
 *
 * @param midr implementer (bits 31-24), variant (23-20), part number (15-4), revision (3-0)
 */
public record Arm64Cpu(int midr) {
  public static Arm64Cpu of(Program kernel, int cpu) {
    return new Arm64Cpu(PerCpu.of(kernel).variable("cpu_data", cpu).field("reg_midr").asInt());
  }

  public int implementer() {
    return midr >>> 24;
  }

  public int variant() {
    return midr >>> 20 & 0xf;
  }

  public int partNumber() {
    return midr >>> 4 & 0xfff;
  }

  public int revision() {
    return midr & 0xf;
  }

  /** What all CPUs offer to programs, in the words of the kernel's own table. */
  public static List<String> featureNames(Program kernel) {
    Value names = kernel.symbol("hwcap_str");
    BitSet present = features(kernel);
    List<String> features = new ArrayList<>();
    for (int i = present.nextSetBit(0); i >= 0; i = present.nextSetBit(i + 1)) {
      if (i < names.length() && !names.index(i).isNull()) {
        features.add(names.index(i).asString());
      }
    }
    return features;
  }

  /** The numbers of these features: one word, a bitmap in newer kernels. */
  public static BitSet features(Program kernel) {
    Value elfHwcap = kernel.symbol("elf_hwcap");
    return elfHwcap.type().resolved() instanceof ArrayType
        ? CpuMask.bits(elfHwcap)
        : BitSet.valueOf(new long[] {elfHwcap.asLong()});
  }
}
