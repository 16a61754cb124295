package org.vmcore.kernel.cpu;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.vmcore.kernel.config.RodataStrings;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * What an x86 kernel says of its CPUs' bugs and does against them: {@code cpu_show_common()},
 * {@code arch/x86/kernel/cpu/bugs.c}.
 */
final class X86Mitigations {
  // Bits of x86_capability that no table names, arch/x86/include/asm/cpufeatures.h
  private static final int X86_FEATURE_VMX = 4 * 32 + 5;
  private static final int X86_FEATURE_HYPERVISOR = 4 * 32 + 31;
  private static final int X86_FEATURE_PTI = 7 * 32 + 11;
  private static final int X86_FEATURE_L1TF_PTEINV = 7 * 32 + 29;
  private static final int X86_FEATURE_MSR_IA32_FEAT_CTL = 7 * 32 + 31;
  private static final int X86_FEATURE_IBPB_BRTYPE = 20 * 32 + 28;
  private static final int X86_FEATURE_SRSO_NO = 20 * 32 + 29;

  private static final long X86_CR4_VMXE = 1 << 13;

  /** Files whose bug {@code x86_bug_flags[]} has under another name. */
  private static final Map<String, String> BUGS =
      Map.of(
          "meltdown", "cpu_meltdown",
          "tsx_async_abort", "taa",
          "gather_data_sampling", "gds",
          "spec_rstack_overflow", "srso",
          "reg_file_data_sampling", "rfds",
          "indirect_target_selection", "its");

  private final Program kernel;
  private final X86Cpu cpu;
  private final Set<String> bugs;

  private X86Mitigations(Program kernel) {
    this.kernel = kernel;
    this.cpu = X86Cpu.boot(kernel);
    this.bugs = Set.copyOf(cpu.bugs());
  }

  static X86Mitigations of(Program kernel) {
    return kernel.computed(X86Mitigations.class, X86Mitigations::new);
  }

  String state(String file) {
    if (file.equals("mmio_stale_data") && bugs.contains("mmio_unknown")) {
      return "Unknown: No mitigations";
    }
    if (!bugs.contains(BUGS.getOrDefault(file, file))) {
      return CpuVulnerabilities.NOT_AFFECTED;
    }
    return switch (file) {
      case "meltdown" -> meltdown();
      case "spectre_v1" -> named("spectre_v1_strings", "spectre_v1_mitigation");
      case "spectre_v2" -> new X86SpectreV2(kernel, this).state();
      case "spec_store_bypass" -> named("ssb_strings", "ssb_mode");
      case "l1tf" -> l1tf();
      case "mds" -> mds();
      case "tsx_async_abort" -> withThreads("taa", "Mitigation: TSX disabled");
      case "mmio_stale_data" -> withThreads("mmio", CpuVulnerabilities.VULNERABLE);
      case "itlb_multihit" -> itlbMultihit();
      case "retbleed" -> retbleed();
      case "spec_rstack_overflow" -> srso();
      case "old_microcode" ->
          has(X86_FEATURE_HYPERVISOR)
              ? "Unknown: running under hypervisor"
              : CpuVulnerabilities.VULNERABLE;
      default -> inTable(BUGS.getOrDefault(file, file));
    };
  }

  boolean hasBug(String name) {
    return bugs.contains(name);
  }

  boolean has(int feature) {
    return cpu.has(feature);
  }

  /** The string of a table that a variable of an enumeration chooses. */
  String named(String table, String variable) {
    Value strings = kernel.object("char *", kernel.address(table)).addressOf();
    return strings.index(number(variable)).asString();
  }

  /** A variable of an enumeration, which need not be in the debug information. */
  private int number(String variable) {
    return kernel.object("int", kernel.address(variable)).asInt();
  }

  /** A {@code bool}, which a kernel without it has not set. */
  boolean isSet(String variable) {
    OptionalLong address = kernel.findAddress(variable);
    return address.isPresent() && kernel.object("bool", address.getAsLong()).asBoolean();
  }

  /** Whether anybody may load programs of BPF. */
  boolean isBpfOpen() {
    return kernel.findAddress("sysctl_unprivileged_bpf_disabled").isPresent()
        && number("sysctl_unprivileged_bpf_disabled") == 0;
  }

  boolean is(String variable, String enumerator) {
    return kernel.findEnumerator(enumerator).stream().anyMatch(e -> e == number(variable));
  }

  /** The kernel names table and variable of a bug alike. */
  private String inTable(String bug) {
    return kernel.findAddress(bug + "_strings").isPresent()
        ? named(bug + "_strings", bug + "_mitigation")
        : CpuVulnerabilities.VULNERABLE;
  }

  boolean hasThreads() {
    return Smt.isActive(kernel);
  }

  private String meltdown() {
    if (has(X86_FEATURE_PTI)) {
      return "Mitigation: PTI";
    }
    return is("x86_hyper_type", "X86_HYPER_XEN_PV")
        ? "Unknown (XEN PV detected, hypervisor mitigation required)"
        : CpuVulnerabilities.VULNERABLE;
  }

  private String l1tf() {
    if (!has(X86_FEATURE_L1TF_PTEINV)) {
      return CpuVulnerabilities.VULNERABLE;
    }
    String inversion = "Mitigation: PTE Inversion";
    if (kernel.findAddress("l1tf_vmx_states").isEmpty()
        || is("l1tf_vmx_mitigation", "VMENTER_L1D_FLUSH_AUTO")) {
      return inversion;
    }
    String flush = inversion + "; VMX: " + named("l1tf_vmx_states", "l1tf_vmx_mitigation");
    boolean never = is("l1tf_vmx_mitigation", "VMENTER_L1D_FLUSH_NEVER");
    if (is("l1tf_vmx_mitigation", "VMENTER_L1D_FLUSH_EPT_DISABLED") || never && hasThreads()) {
      return flush;
    }
    return flush + ", SMT " + vulnerableOrDisabled();
  }

  private String vulnerableOrDisabled() {
    return hasThreads() ? "vulnerable" : "disabled";
  }

  private String mds() {
    String state = inTable("mds");
    if (has(X86_FEATURE_HYPERVISOR)) {
      return state + "; SMT Host state unknown";
    }
    if (!bugs.contains("msbds_only")) {
      return state + "; SMT " + vulnerableOrDisabled();
    }
    if (is("mds_mitigation", "MDS_MITIGATION_OFF")) {
      return state + "; SMT vulnerable";
    }
    return state + "; SMT " + (hasThreads() ? "mitigated" : "disabled");
  }

  /** Of a bug whose defence is void between threads, unless there is none or it needs none. */
  private String withThreads(String bug, String complete) {
    String state = inTable(bug);
    if (state.equals(complete) || state.equals(CpuVulnerabilities.VULNERABLE)) {
      return state;
    }
    return has(X86_FEATURE_HYPERVISOR)
        ? state + "; SMT Host state unknown"
        : state + "; SMT " + vulnerableOrDisabled();
  }

  private String itlbMultihit() {
    if (kernel.findAddress("itlb_multihit_kvm_mitigation").isEmpty()) {
      return "Processor vulnerable";
    }
    if (!has(X86_FEATURE_MSR_IA32_FEAT_CTL) || !has(X86_FEATURE_VMX)) {
      return "KVM: Mitigation: VMX unsupported";
    }
    long cr4 = PerCpu.of(kernel).variable("cpu_tlbstate", 0).field("cr4").asLong();
    if ((cr4 & X86_CR4_VMXE) == 0) {
      return "KVM: Mitigation: VMX disabled";
    }
    return isSet("itlb_multihit_kvm_mitigation")
        ? "KVM: Mitigation: Split huge pages"
        : "KVM: Vulnerable";
  }

  private String retbleed() {
    boolean thunks = is("retbleed_mitigation", "RETBLEED_MITIGATION_UNRET");
    if (!thunks && !is("retbleed_mitigation", "RETBLEED_MITIGATION_IBPB")) {
      return inTable("retbleed");
    }
    if (!Set.of("AuthenticAMD", "HygonGenuine").contains(vendor())) {
      return "Vulnerable: untrained return thunk / IBPB on non-AMD based uarch";
    }
    if (!hasThreads()) {
      return inTable("retbleed") + "; SMT disabled";
    }
    boolean strict =
        is("spectre_v2_user_stibp", "SPECTRE_V2_USER_STRICT")
            || is("spectre_v2_user_stibp", "SPECTRE_V2_USER_STRICT_PREFERRED");
    return inTable("retbleed")
        + "; SMT "
        + (strict ? "enabled with STIBP protection" : "vulnerable");
  }

  private String vendor() {
    return cpu.value().field("x86_vendor_id").asString();
  }

  /** Newer kernels have the lack of microcode in the table. */
  private String srso() {
    RodataStrings strings = RodataStrings.of(kernel);
    if (has(X86_FEATURE_SRSO_NO) && strings.has("Mitigation: SMT disabled\n")) {
      return "Mitigation: SMT disabled";
    }
    boolean tells = strings.has(", no microcode");
    return inTable("srso") + (tells && !has(X86_FEATURE_IBPB_BRTYPE) ? ", no microcode" : "");
  }
}
