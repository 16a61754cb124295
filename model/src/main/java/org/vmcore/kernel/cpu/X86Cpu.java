package org.vmcore.kernel.cpu;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A CPU as Linux found it: {@code struct cpuinfo_x86}, {@code arch/x86/include/asm/processor.h}.
 * What its bits are called, the kernel's own tables say.
 */
public final class X86Cpu {
  // Bits of x86_capability, arch/x86/include/asm/cpufeatures.h
  private static final int X86_FEATURE_TSC = 4;
  private static final int X86_FEATURE_APERFMPERF = 3 * 32 + 28;
  private static final int X86_FEATURE_VMX = 4 * 32 + 5;
  private static final int BITS_PER_WORD = 32;

  private final Program kernel;
  private final int number;
  private final Value value;
  private final BitSet capabilities;

  private X86Cpu(Program kernel, int number, Value value) {
    this.kernel = kernel;
    this.number = number;
    this.value = value;
    this.capabilities = bits(value.field("x86_capability"));
  }

  /** {@code cpu_data()} of a CPU. */
  public static X86Cpu of(Program kernel, int cpu) {
    return new X86Cpu(kernel, cpu, PerCpu.of(kernel).variable("cpu_info", cpu));
  }

  /** {@code boot_cpu_data}: what all CPUs have in common. */
  public static X86Cpu boot(Program kernel) {
    return new X86Cpu(kernel, 0, kernel.symbol("boot_cpu_data"));
  }

  /** {@code cpu_has()}: by the number of the feature in {@code asm/cpufeatures.h}. */
  public boolean has(int feature) {
    return capabilities.get(feature);
  }

  /** The numbers of the features, those of bugs not among them. */
  public BitSet features() {
    return capabilities.get(0, kernel.symbol("x86_cap_flags").length());
  }

  /** An array of {@code u32}s as one bitmap. */
  private static BitSet bits(Value words) {
    BitSet bits = new BitSet();
    long[] all = words.longs();
    for (int i = 0; i < all.length * BITS_PER_WORD; i++) {
      bits.set(i, (all[i / BITS_PER_WORD] >> i % BITS_PER_WORD & 1) != 0);
    }
    return bits;
  }

  /** The {@code struct cpuinfo_x86}. */
  public Value value() {
    return value;
  }

  public boolean hasTsc() {
    return capabilities.get(X86_FEATURE_TSC);
  }

  /** Whether the CPU can run guests as Intel's do. */
  public boolean hasVmx() {
    return capabilities.get(X86_FEATURE_VMX)
        && value.has("vmx_capability")
        && kernel.hasSymbol("x86_vmx_flags")
        && value.field("vmx_capability").index(0).asLong() != 0;
  }

  /** Names of the features, {@code x86_cap_flags[]}. */
  public List<String> flags() {
    return names("x86_cap_flags", capabilities, 0);
  }

  /** Names of the features of virtual machines, {@code x86_vmx_flags[]}. */
  public List<String> vmxFlags() {
    return names("x86_vmx_flags", bits(value.field("vmx_capability")), 0);
  }

  /** Names of the bugs, {@code x86_bug_flags[]}: their bits follow those of the features. */
  public List<String> bugs() {
    return names("x86_bug_flags", capabilities, kernel.symbol("x86_cap_flags").length());
  }

  private List<String> names(String table, BitSet bits, int firstBit) {
    List<String> names = new ArrayList<>();
    List<Value> all = kernel.symbol(table).elements();
    for (int i = 0; i < all.size(); i++) {
      if (bits.get(firstBit + i) && !all.get(i).isNull()) {
        names.add(all.get(i).asString());
      }
    }
    return names;
  }

  /** Ways to save power, as the line of {@code /proc/cpuinfo} has them. */
  public String powerManagement() {
    StringBuilder text = new StringBuilder();
    List<Value> names = kernel.symbol("x86_power_flags").elements();
    long bits = value.field("x86_power").asLong();
    for (int i = 0; i < BITS_PER_WORD; i++) {
      if ((bits >> i & 1) != 0) {
        boolean named = i < names.size() && !names.get(i).isNull();
        String name = named ? names.get(i).asString() : "[" + i + "]";
        text.append(name.isEmpty() ? "" : " ").append(name);
      }
    }
    return text.toString();
  }

  /** The package: {@code phys_proc_id}, since 6.7 in a structure of its own. */
  public long packageId() {
    return MemberVariants.first(value, "topo.pkg_id", "phys_proc_id").asLong();
  }

  public long dieId() {
    return MemberVariants.first(value, "topo.die_id", "cpu_die_id").asLong();
  }

  public long coreId() {
    return MemberVariants.first(value, "topo.core_id", "cpu_core_id").asLong();
  }

  public long apicId() {
    return MemberVariants.first(value, "topo.apicid", "apicid").asLong();
  }

  public long initialApicId() {
    return MemberVariants.first(value, "topo.initial_apicid", "initial_apicid").asLong();
  }

  /** Threads of the package that are online, {@code topology_core_cpumask()}. */
  public int nrSiblings() {
    return CpuMask.of(PerCpu.of(kernel).variable("cpu_core_map", number)).cardinality();
  }

  /**
   * {@code arch_freq_get_on_cpu()}, {@code arch/x86/kernel/cpu/aperfmperf.c}: as measured in the
   * last tick, else as was set, else as of the clock.
   */
  public long frequencyKHz() {
    long clock = kernel.symbol("cpu_khz").asLong() & 0xffff_ffffL;
    if (capabilities.get(X86_FEATURE_APERFMPERF) && kernel.hasSymbol("cpu_samples")) {
      Value sample = PerCpu.of(kernel).variable("cpu_samples", number);
      long age = Hz.jiffies(kernel) - MemberVariants.first(sample, "last_update").asLong();
      long maxAge = Hz.of(kernel) / 50; // MAX_SAMPLE_AGE
      if (sample.has("mcnt") && sample.field("mcnt").asLong() != 0 && age <= maxAge) {
        double ratio = (double) sample.field("acnt").asLong() / sample.field("mcnt").asLong();
        return (long) (clock * ratio);
      }
    }
    return setFrequencyKHz(clock);
  }

  /** {@code cpufreq_quick_get()}, {@code drivers/cpufreq/cpufreq.c}. */
  private long setFrequencyKHz(long otherwise) {
    if (!kernel.hasSymbol("cpufreq_cpu_data")) {
      return otherwise;
    }
    Value policy = PerCpu.of(kernel).variable("cpufreq_cpu_data", number);
    long set = policy.isNull() ? 0 : policy.field("cur").asLong();
    return set == 0 ? otherwise : set;
  }
}
