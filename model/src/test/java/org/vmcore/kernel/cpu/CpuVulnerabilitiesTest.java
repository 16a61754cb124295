package org.vmcore.kernel.cpu;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.vmcore.model.FakeKernel;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;

class CpuVulnerabilitiesTest {
  private static final long POINTERS = 0x1000;
  private static final long FIRST = 0x2000;
  private static final long SECOND = 0x2100;
  private static final long NAMES = 0x3000;

  private static Program kernel(String first, String second) {
    return FakeKernel.of("x86_64")
        .struct("attribute", "name", FakeKernel.pointer(FakeKernel.CHAR))
        .symbol("cpu_root_vulnerabilities_attrs", POINTERS, 0)
        .words(POINTERS, FIRST, SECOND, 0)
        .words(FIRST, NAMES)
        .words(SECOND, NAMES + 0x100)
        .bytes(NAMES, field(first))
        .bytes(NAMES + 0x100, field(second))
        .build();
  }

  private static byte[] field(String text) {
    return Arrays.copyOf(text.getBytes(US_ASCII), 0x100);
  }

  @Test
  void areNamedByTheKernelsOwnFiles() {
    assertThat(
        CpuVulnerabilities.names(kernel("meltdown", "spectre_v1")),
        contains("meltdown", "spectre_v1"));
    assertThat(CpuVulnerabilities.names(FakeKernel.of("x86_64").build()), empty());
  }

  @Test
  void aFileWithoutANameIsDamage() {
    Program damaged = kernel("meltdown", "");

    Malformed fault = assertThrows(Malformed.class, () -> CpuVulnerabilities.names(damaged));

    assertThat(fault.getMessage(), containsString("a file without a name"));
  }
}
