package org.vmcore.emit.proc;

import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.BogoMips;
import org.vmcore.kernel.cpu.X86Cpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code /proc/cpuinfo} as {@code show_cpuinfo()}, {@code arch/x86/kernel/cpu/proc.c}. */
final class X86CpuInfo {
  private X86CpuInfo() {}

  static void show(Program kernel, int number, Text out) {
    X86Cpu cpu = X86Cpu.of(kernel, number);
    identity(cpu, out);
    if (kernel.hasSymbol("cpu_core_map")) {
      topology(cpu, out);
    }
    misc(cpu, out);
    flags(cpu, out);
    sizes(cpu, out);
  }

  private static void identity(X86Cpu cpu, Text out) {
    Value c = cpu.value();
    out.line("processor\t: %u", c.field("cpu_index").asLong());
    out.line("vendor_id\t: %s", orUnknown(c.field("x86_vendor_id").asString()));
    out.line("cpu family\t: %d", c.field("x86").asLong());
    out.line("model\t\t: %u", c.field("x86_model").asLong());
    out.line("model name\t: %s", orUnknown(c.field("x86_model_id").asString()));
    long stepping = c.field("x86_stepping").asLong();
    if (stepping != 0 || c.field("cpuid_level").asLong() >= 0) {
      out.line("stepping\t: %d", stepping);
    } else {
      out.line("stepping\t: unknown");
    }
    if (c.field("microcode").asLong() != 0) {
      out.line("microcode\t: 0x%x", c.field("microcode").asLong());
    }
    if (cpu.hasTsc()) {
      long kHz = cpu.frequencyKHz();
      out.line("cpu MHz\t\t: %u.%03u", kHz / 1000, kHz % 1000);
    }
    if (c.field("x86_cache_size").asLong() != 0) {
      out.line("cache size\t: %u KB", c.field("x86_cache_size").asLong());
    }
  }

  private static String orUnknown(String text) {
    return text.isEmpty() ? "unknown" : text;
  }

  /** {@code show_cpuinfo_core()}. */
  private static void topology(X86Cpu cpu, Text out) {
    out.line("physical id\t: %d", cpu.packageId());
    out.line("siblings\t: %d", cpu.nrSiblings());
    out.line("core id\t\t: %d", cpu.coreId());
    out.line("cpu cores\t: %d", cpu.value().field("booted_cores").asLong());
    out.line("apicid\t\t: %d", cpu.apicId());
    out.line("initial apicid\t: %d", cpu.initialApicId());
  }

  /** {@code show_cpuinfo_misc()}: what every 64-bit machine has. */
  private static void misc(X86Cpu cpu, Text out) {
    out.line("fpu\t\t: yes");
    out.line("fpu_exception\t: yes");
    out.line("cpuid level\t: %d", cpu.value().field("cpuid_level").asInt());
    out.line("wp\t\t: yes");
  }

  private static void flags(X86Cpu cpu, Text out) {
    out.line("flags\t\t:%s", CpuInfo.spaced(cpu.flags()));
    if (cpu.hasVmx()) {
      out.line("vmx flags\t:%s", CpuInfo.spaced(cpu.vmxFlags()));
    }
    out.line("bugs\t\t:%s", CpuInfo.spaced(cpu.bugs()));
  }

  private static void sizes(X86Cpu cpu, Text out) {
    Value c = cpu.value();
    out.line("bogomips\t: %s", BogoMips.of(c.field("loops_per_jiffy")));
    if (c.field("x86_tlbsize").asInt() > 0) {
      out.line("TLB size\t: %d 4K pages", c.field("x86_tlbsize").asLong());
    }
    out.line("clflush size\t: %u", c.field("x86_clflush_size").asLong());
    out.line("cache_alignment\t: %d", c.field("x86_cache_alignment").asLong());
    out.line(
        "address sizes\t: %u bits physical, %u bits virtual",
        c.field("x86_phys_bits").asLong(), c.field("x86_virt_bits").asLong());
    out.line("power management:%s", cpu.powerManagement());
    out.append('\n');
  }
}
