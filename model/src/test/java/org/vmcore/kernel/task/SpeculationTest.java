package org.vmcore.kernel.task;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vmcore.model.FakeKernel;
import org.vmcore.model.Program;

class SpeculationTest {
  private static final long TASK = 0x1000;
  private static final long STATE = 0x2000;
  private static final long POLICY = 0x2008;
  private static final long MITIGATIONS = 0x2010;

  /** As {@code proton-pack.c} and {@code kernel/cpu.c} number them. */
  private static FakeKernel arm64(int state, int policy, int mitigations) {
    return FakeKernel.of("aarch64")
        .enumerator("SPECTRE_UNAFFECTED", 0)
        .enumerator("SPECTRE_MITIGATED", 1)
        .enumerator("SPECTRE_VULNERABLE", 2)
        .enumerator("SPECTRE_V4_POLICY_MITIGATION_ENABLED", 1)
        .enumerator("SPECTRE_V4_POLICY_MITIGATION_DISABLED", 2)
        .enumerator("CPU_MITIGATIONS_OFF", 0)
        .words(STATE, state, policy, mitigations)
        .variable("spectre_v4_state", FakeKernel.LONG, STATE)
        .variable("__spectre_v4_policy", FakeKernel.LONG, POLICY)
        .variable("cpu_mitigations", FakeKernel.LONG, MITIGATIONS);
  }

  private static Speculation of(FakeKernel kernel, long atomicFlags) {
    Program built =
        kernel
            .struct("task_struct", "atomic_flags", FakeKernel.LONG)
            .words(TASK, atomicFlags)
            .build();
    return new Speculation(Task.of(built.object("struct task_struct", TASK)));
  }

  @ParameterizedTest(name = "state {0}, policy {1}, mitigations {2}, flags {3}: {4}")
  @CsvSource({
    "0, 0, 1,   0, not vulnerable",
    "2, 0, 1,   0, vulnerable",
    "1, 0, 1,   0, thread vulnerable",
    "1, 0, 1,   8, thread mitigated",
    "1, 0, 1,  16, thread force mitigated",
    "1, 0, 1, 128, vulnerable",
    "1, 1, 1,   0, not vulnerable",
    "1, 2, 1,   0, vulnerable",
    "1, 0, 0,   0, vulnerable",
  })
  void anArm64KernelTellsOfStoresPassedBy(
      int state, int policy, int mitigations, long flags, String said) {
    Speculation speculation = of(arm64(state, policy, mitigations), flags);

    assertThat(speculation.storeBypass(), is(said));
    assertThat(speculation.indirectBranch(), is("unknown"));
  }

  @Test
  void aKernelThatDoesNotTellIsSaidNotTo() {
    Speculation speculation = of(FakeKernel.of("riscv64"), 0);

    assertThat(speculation.storeBypass(), is("unknown"));
    assertThat(speculation.indirectBranch(), is("unsupported"));
  }
}
