package org.vmcore.kernel.cpu;

import org.vmcore.kernel.config.RodataStrings;
import org.vmcore.kernel.config.StaticKey;
import org.vmcore.model.Program;

/**
 * What an x86 kernel does against Spectre v2: {@code spectre_v2_show_state()}, {@code
 * arch/x86/kernel/cpu/bugs.c}, a list that 6.9 and its backports part by semicolons.
 */
final class X86SpectreV2 {
  // Bits of x86_capability that no table names, arch/x86/include/asm/cpufeatures.h
  private static final int X86_FEATURE_RETPOLINE = 7 * 32 + 12;
  private static final int X86_FEATURE_RETPOLINE_LFENCE = 11 * 32 + 13;
  private static final int X86_FEATURE_RSB_VMEXIT = 7 * 32 + 13;
  private static final int X86_FEATURE_RSB_CTXSW = 7 * 32 + 19;
  private static final int X86_FEATURE_USE_IBRS_FW = 7 * 32 + 22;
  private static final int X86_FEATURE_IBPB = 7 * 32 + 26;
  private static final int X86_FEATURE_RSB_VMEXIT_LITE = 11 * 32 + 17;
  private static final int X86_FEATURE_AUTOIBRS = 20 * 32 + 8;
  private static final int X86_FEATURE_CLEAR_BHB_LOOP = 21 * 32 + 1;
  private static final int X86_FEATURE_CLEAR_BHB_HW = 21 * 32 + 3;
  private static final int X86_FEATURE_CLEAR_BHB_VMEXIT = 21 * 32 + 4;

  private final Program kernel;
  private final X86Mitigations cpu;
  private final RodataStrings strings;
  private final String separator;

  X86SpectreV2(Program kernel, X86Mitigations cpu) {
    this.kernel = kernel;
    this.cpu = cpu;
    this.strings = RodataStrings.of(kernel);
    this.separator = strings.has("; STIBP: disabled") ? "; " : ", ";
  }

  String state() {
    boolean open = cpu.isBpfOpen();
    if (open && mode("SPECTRE_V2_EIBRS")) {
      return "Vulnerable: eIBRS with unprivileged eBPF";
    }
    if (open && cpu.hasThreads() && mode("SPECTRE_V2_EIBRS_LFENCE")) {
      return "Vulnerable: eIBRS+LFENCE with unprivileged eBPF and SMT";
    }
    return cpu.named("spectre_v2_strings", "spectre_v2_enabled")
        + ibpb()
        + (cpu.has(X86_FEATURE_USE_IBRS_FW) ? separator + "IBRS_FW" : "")
        + stibp()
        + (cpu.has(X86_FEATURE_RSB_CTXSW) ? separator + "RSB filling" : "")
        + pbrsb()
        + branchHistory()
        + module();
  }

  private boolean mode(String enumerator) {
    return cpu.is("spectre_v2_enabled", enumerator);
  }

  private String ibpb() {
    if (!cpu.has(X86_FEATURE_IBPB)) {
      return "";
    }
    if (StaticKey.isEnabled(kernel, "switch_mm_always_ibpb")) {
      return separator + "IBPB: always-on";
    }
    boolean conditional = StaticKey.isEnabled(kernel, "switch_mm_cond_ibpb");
    return separator + "IBPB: " + (conditional ? "conditional" : "disabled");
  }

  private String stibp() {
    boolean enhanced =
        mode("SPECTRE_V2_EIBRS")
            || mode("SPECTRE_V2_EIBRS_RETPOLINE")
            || mode("SPECTRE_V2_EIBRS_LFENCE");
    if (enhanced && !cpu.has(X86_FEATURE_AUTOIBRS)) {
      return "";
    }
    if (cpu.is("spectre_v2_user_stibp", "SPECTRE_V2_USER_NONE")) {
      return separator + "STIBP: disabled";
    }
    if (cpu.is("spectre_v2_user_stibp", "SPECTRE_V2_USER_STRICT")) {
      return separator + "STIBP: forced";
    }
    if (cpu.is("spectre_v2_user_stibp", "SPECTRE_V2_USER_STRICT_PREFERRED")) {
      return separator + "STIBP: always-on";
    }
    boolean conditional = StaticKey.isEnabled(kernel, "switch_to_cond_stibp");
    return conditional ? separator + "STIBP: conditional" : "";
  }

  private String pbrsb() {
    if (!strings.has(separator + "PBRSB-eIBRS: Not affected")) {
      return "";
    }
    if (!cpu.hasBug("eibrs_pbrsb")) {
      return separator + "PBRSB-eIBRS: Not affected";
    }
    boolean sequence = cpu.has(X86_FEATURE_RSB_VMEXIT_LITE) || cpu.has(X86_FEATURE_RSB_VMEXIT);
    return separator + "PBRSB-eIBRS: " + (sequence ? "SW sequence" : "Vulnerable");
  }

  private String branchHistory() {
    if (!strings.has("; BHI: Not affected")) {
      return "";
    }
    if (!cpu.hasBug("bhi")) {
      return "; BHI: Not affected";
    }
    if (cpu.has(X86_FEATURE_CLEAR_BHB_HW)) {
      return "; BHI: BHI_DIS_S";
    }
    if (cpu.has(X86_FEATURE_CLEAR_BHB_LOOP)) {
      return "; BHI: SW loop, KVM: SW loop";
    }
    boolean retpoline = cpu.has(X86_FEATURE_RETPOLINE) && !cpu.has(X86_FEATURE_RETPOLINE_LFENCE);
    if (retpoline && cpu.isSet("rrsba_disabled")) {
      return "; BHI: Retpoline";
    }
    return cpu.has(X86_FEATURE_CLEAR_BHB_VMEXIT)
        ? "; BHI: Vulnerable, KVM: SW loop"
        : "; BHI: Vulnerable";
  }

  private String module() {
    return cpu.isSet("spectre_v2_bad_module") ? " - vulnerable module loaded" : "";
  }
}
