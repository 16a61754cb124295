package org.vmcore.kernel.task;

import java.util.List;
import java.util.Optional;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * How a task is guarded against speculation, {@code arch_prctl_spec_ctrl_get()} in {@code
 * arch/x86/kernel/cpu/bugs.c} and {@code arch/arm64/kernel/proton-pack.c}, in the words of {@code
 * task_seccomp()}.
 */
public final class Speculation {
  // enum-less PFA_SPEC_* of include/linux/sched.h: bits of task_struct.atomic_flags
  private static final int SSB_DISABLE = 3;
  private static final int SSB_FORCE_DISABLE = 4;
  private static final int IB_DISABLE = 5;
  private static final int IB_FORCE_DISABLE = 6;
  private static final int SSB_NOEXEC = 7;

  private final Program kernel;
  private final long flags;

  public Speculation(Task task) {
    this.kernel = task.value().program();
    this.flags = task.value().field("atomic_flags").asLong();
  }

  private boolean is(int bit) {
    return (flags >> bit & 1) != 0;
  }

  /** {@code Speculation_Store_Bypass}. */
  public String storeBypass() {
    return isArm64() ? storeBypassOfArm64() : storeBypassOfX86();
  }

  private boolean isArm64() {
    return kernel.machine().equals("aarch64");
  }

  /** {@code ssbd_prctl_get()}. */
  private String storeBypassOfArm64() {
    Optional<Value> state = kernel.findSymbol("spectre_v4_state");
    if (state.isEmpty()) {
      return "unknown";
    }
    if (is(state, "SPECTRE_UNAFFECTED")) {
      return "not vulnerable";
    }
    Optional<Value> policy = kernel.findSymbol("__spectre_v4_policy");
    boolean off =
        is(kernel.findSymbol("cpu_mitigations"), "CPU_MITIGATIONS_OFF")
            || is(policy, "SPECTRE_V4_POLICY_MITIGATION_DISABLED");
    if (!is(state, "SPECTRE_MITIGATED") || off) {
      return "vulnerable";
    }
    return is(policy, "SPECTRE_V4_POLICY_MITIGATION_ENABLED") ? "not vulnerable" : ofThread();
  }

  private boolean is(Optional<Value> variable, String state) {
    return variable.filter(value -> value.asLong() == kernel.enumerator(state)).isPresent();
  }

  private String storeBypassOfX86() {
    Optional<Value> mode = kernel.findSymbol("ssb_mode");
    if (mode.isEmpty()) {
      return "unknown"; // an architecture that does not tell
    }
    long chosen = mode.get().asLong();
    if (chosen == kernel.enumerator("SPEC_STORE_BYPASS_DISABLE")) {
      return "globally mitigated";
    }
    if (chosen == kernel.enumerator("SPEC_STORE_BYPASS_NONE")) {
      return hasBug("spec_store_bypass") ? "vulnerable" : "not vulnerable";
    }
    return ofThread();
  }

  private String ofThread() {
    if (is(SSB_FORCE_DISABLE)) {
      return "thread force mitigated";
    }
    if (is(SSB_NOEXEC)) {
      return "vulnerable";
    }
    return is(SSB_DISABLE) ? "thread mitigated" : "thread vulnerable";
  }

  /** {@code SpeculationIndirectBranch}. */
  public String indirectBranch() {
    if (isArm64()) {
      return "unknown"; // it answers ENODEV, where others do not answer
    }
    Optional<Value> ibpb = kernel.findSymbol("spectre_v2_user_ibpb");
    Optional<Value> stibp = kernel.findSymbol("spectre_v2_user_stibp");
    if (ibpb.isEmpty() || stibp.isEmpty()) {
      return "unsupported";
    }
    if (!hasBug("spectre_v2")) {
      return "not affected";
    }
    List<Long> modes = List.of(ibpb.get().asLong(), stibp.get().asLong());
    long none = kernel.enumerator("SPECTRE_V2_USER_NONE");
    if (modes.stream().allMatch(mode -> mode == none)) {
      return "always enabled";
    }
    if (any(modes, "SPECTRE_V2_USER_PRCTL", "SPECTRE_V2_USER_SECCOMP")) {
      return conditional();
    }
    return any(modes, "SPECTRE_V2_USER_STRICT", "SPECTRE_V2_USER_STRICT_PREFERRED")
        ? "always disabled"
        : "not affected";
  }

  private String conditional() {
    if (is(IB_FORCE_DISABLE)) {
      return "conditional force disabled";
    }
    return is(IB_DISABLE) ? "conditional disabled" : "conditional enabled";
  }

  private boolean any(List<Long> modes, String first, String second) {
    return modes.contains(kernel.findEnumerator(first).orElse(-1))
        || modes.contains(kernel.findEnumerator(second).orElse(-1));
  }

  /** {@code boot_cpu_has_bug()}: bits of bugs stand behind those of features. */
  private boolean hasBug(String name) {
    List<Value> names = kernel.symbol("x86_bug_flags").elements();
    long[] words = kernel.symbol("boot_cpu_data").field("x86_capability").longs();
    int firstWord = words.length - names.size() / Integer.SIZE;
    for (int i = 0; i < names.size(); i++) {
      Value flag = names.get(i);
      if (!flag.isNull() && flag.asString().equals(name)) {
        return (words[firstWord + i / Integer.SIZE] >> i % Integer.SIZE & 1) != 0;
      }
    }
    return false;
  }
}
