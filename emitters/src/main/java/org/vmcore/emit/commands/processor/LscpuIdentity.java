package org.vmcore.emit.commands.processor;

import java.util.List;
import java.util.Map;
import org.vmcore.emit.NotReconstructable;
import org.vmcore.kernel.cpu.Arm64Cpu;
import org.vmcore.kernel.cpu.BogoMips;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.cpu.X86Cpu;
import org.vmcore.kernel.firmware.Hypervisor;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Who made the processor, and what it is: of the first CPU.
 *
 * @param modes widths of programs that it runs
 * @param addressSizes empty where {@code /proc/cpuinfo} does not tell
 * @param family empty for those without
 * @param isCluster whether cores are counted by clusters, not sockets
 * @param virtualization how it helps to run guests; empty when it does not
 * @param hypervisor who runs this guest; empty for nobody known
 */
record LscpuIdentity(
    String modes,
    String addressSizes,
    String vendor,
    String modelName,
    String family,
    String model,
    String stepping,
    boolean isCluster,
    String bogoMips,
    List<String> flags,
    String virtualization,
    String hypervisor) {
  private static final String BOTH_MODES = "32-bit, 64-bit";

  /** Implementers, {@code arch/arm64/include/asm/cputype.h}. */
  private static final Map<Integer, String> ARM64_VENDORS =
      Map.ofEntries(
          Map.entry(0x41, "ARM"),
          Map.entry(0x42, "Broadcom"),
          Map.entry(0x43, "Cavium"),
          Map.entry(0x46, "FUJITSU"),
          Map.entry(0x48, "HiSilicon"),
          Map.entry(0x4e, "NVIDIA"),
          Map.entry(0x50, "APM"),
          Map.entry(0x51, "Qualcomm"),
          Map.entry(0x61, "Apple"),
          Map.entry(0xc0, "Ampere"));

  /** Parts of Arm itself, {@code arch/arm64/include/asm/cputype.h}. */
  private static final Map<Integer, String> ARM_PARTS =
      Map.ofEntries(
          Map.entry(0xd03, "Cortex-A53"),
          Map.entry(0xd04, "Cortex-A35"),
          Map.entry(0xd05, "Cortex-A55"),
          Map.entry(0xd07, "Cortex-A57"),
          Map.entry(0xd08, "Cortex-A72"),
          Map.entry(0xd09, "Cortex-A73"),
          Map.entry(0xd0a, "Cortex-A75"),
          Map.entry(0xd0b, "Cortex-A76"),
          Map.entry(0xd0c, "Neoverse-N1"),
          Map.entry(0xd0d, "Cortex-A77"),
          Map.entry(0xd40, "Neoverse-V1"),
          Map.entry(0xd41, "Cortex-A78"),
          Map.entry(0xd44, "Cortex-X1"),
          Map.entry(0xd46, "Cortex-A510"),
          Map.entry(0xd47, "Cortex-A710"),
          Map.entry(0xd48, "Cortex-X2"),
          Map.entry(0xd49, "Neoverse-N2"),
          Map.entry(0xd4f, "Neoverse-V2"));

  /** What lscpu calls those whom systemd calls otherwise. */
  private static final Map<String, String> HYPERVISORS =
      Map.of("kvm", "KVM", "microsoft", "Microsoft", "vmware", "VMware", "xen", "Xen");

  static LscpuIdentity of(Program kernel) {
    int first = Math.max(0, CpuMask.online(kernel).nextSetBit(0));
    if (kernel.hasType("struct cpuinfo_x86")) {
      return ofX86(kernel, X86Cpu.of(kernel, first));
    }
    if (kernel.hasType("struct cpuinfo_arm64")) {
      return ofArm64(kernel, Arm64Cpu.of(kernel, first), first);
    }
    throw new NotReconstructable("the registers that tell are not in memory on this machine");
  }

  private static LscpuIdentity ofX86(Program kernel, X86Cpu cpu) {
    Value c = cpu.value();
    List<String> flags = cpu.flags();
    return new LscpuIdentity(
        flags.contains("lm") ? BOTH_MODES : "32-bit",
        c.field("x86_phys_bits").asLong()
            + " bits physical, "
            + c.field("x86_virt_bits").asLong()
            + " bits virtual",
        c.field("x86_vendor_id").asString(),
        orDash(c.field("x86_model_id").asString()),
        Long.toString(c.field("x86").asLong()),
        Long.toString(c.field("x86_model").asLong()),
        Long.toString(c.field("x86_stepping").asLong()),
        false,
        BogoMips.of(c.field("loops_per_jiffy")),
        flags,
        flags.contains("svm") ? "AMD-V" : flags.contains("vmx") ? "VT-x" : "",
        Hypervisor.ofProcessor(kernel).map(name -> HYPERVISORS.getOrDefault(name, "")).orElse(""));
  }

  private static LscpuIdentity ofArm64(Program kernel, Arm64Cpu cpu, int number) {
    String implementer = ARM64_VENDORS.get(cpu.implementer());
    boolean isArm = "ARM".equals(implementer);
    return new LscpuIdentity(
        runs32Bit(kernel, number) ? BOTH_MODES : "64-bit",
        "",
        implementer == null ? "0x" + Integer.toHexString(cpu.implementer()) : implementer,
        isArm ? orDash(ARM_PARTS.getOrDefault(cpu.partNumber(), "")) : "-",
        "",
        Integer.toString(cpu.revision()),
        isArm
            ? "r" + cpu.variant() + "p" + cpu.revision()
            : "0x" + Integer.toHexString(cpu.variant()),
        kernel.findSymbol("acpi_disabled").map(off -> off.asLong() != 0).orElse(true),
        BogoMips.of(kernel.symbol("loops_per_jiffy")),
        Arm64Cpu.featureNames(kernel),
        "",
        "");
  }

  /** The registers that tell of 32 bits are 0 where there is nothing to tell. */
  private static boolean runs32Bit(Program kernel, int cpu) {
    Value info = PerCpu.of(kernel).variable("cpu_data", cpu);
    String register = info.has("aarch32") ? "aarch32.reg_id_isar0" : "reg_id_isar0";
    return kernel.hasSymbol("compat_elf_hwcap") && info.at(register).asLong() != 0;
  }

  private static String orDash(String name) {
    return name.isEmpty() ? "-" : name;
  }
}
