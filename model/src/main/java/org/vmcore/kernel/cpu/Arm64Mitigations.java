package org.vmcore.kernel.cpu;

import org.vmcore.model.Program;

/**
 * What an arm64 kernel says of its CPUs' bugs: {@code arch/arm64/kernel/proton-pack.c} and {@code
 * cpu_show_meltdown()} of {@code cpufeature.c}. Of all others it says that no CPU has them.
 */
final class Arm64Mitigations {
  private Arm64Mitigations() {}

  static String state(Program kernel, String file) {
    return switch (file) {
      case "meltdown" -> meltdown(kernel);
      case "spectre_v1" -> "Mitigation: __user pointer sanitization";
      case "spectre_v2" -> spectreV2(kernel);
      case "spec_store_bypass" ->
          mitigation(
              kernel,
              "spectre_v4_state",
              "Mitigation: Speculative Store Bypass disabled via prctl");
      default -> CpuVulnerabilities.NOT_AFFECTED;
    };
  }

  private static String meltdown(Program kernel) {
    if (kernel.symbol("__meltdown_safe").asBoolean()) {
      return CpuVulnerabilities.NOT_AFFECTED;
    }
    boolean isolated = kernel.symbol("arm64_use_ng_mappings").asBoolean(); // kpti
    return isolated ? "Mitigation: PTI" : CpuVulnerabilities.VULNERABLE;
  }

  /** An {@code enum mitigation_state}. */
  private static String mitigation(Program kernel, String variable, String mitigated) {
    if (is(kernel, variable, "SPECTRE_UNAFFECTED")) {
      return CpuVulnerabilities.NOT_AFFECTED;
    }
    return is(kernel, variable, "SPECTRE_MITIGATED") ? mitigated : CpuVulnerabilities.VULNERABLE;
  }

  private static boolean is(Program kernel, String variable, String state) {
    return kernel.symbol(variable).asLong() == kernel.enumerator(state);
  }

  /** {@code cpu_show_spectre_v2()}; kernels before the branch history was known say less. */
  private static String spectreV2(Program kernel) {
    boolean knowsHistory = kernel.hasSymbol("spectre_bhb_state");
    boolean unaffected = is(kernel, "spectre_v2_state", "SPECTRE_UNAFFECTED");
    boolean safeHistory = !knowsHistory || is(kernel, "spectre_bhb_state", "SPECTRE_UNAFFECTED");
    if (unaffected && safeHistory) {
      return CpuVulnerabilities.NOT_AFFECTED;
    }
    if (!unaffected && !is(kernel, "spectre_v2_state", "SPECTRE_MITIGATED")) {
      return CpuVulnerabilities.VULNERABLE;
    }
    String how = "Mitigation: " + (unaffected ? "CSV2" : "Branch predictor hardening");
    if (safeHistory) {
      return how;
    }
    if (!is(kernel, "spectre_bhb_state", "SPECTRE_MITIGATED")) {
      return how + ", but not BHB";
    }
    boolean open =
        kernel
            .findSymbol("sysctl_unprivileged_bpf_disabled")
            .filter(disabled -> disabled.asLong() == 0)
            .isPresent();
    return open ? "Vulnerable: Unprivileged eBPF enabled" : how + ", BHB";
  }
}
