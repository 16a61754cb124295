package org.vmcore.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.vmcore.debuginfo.AmbiguousName;

class ProgramTest {
  private final Program kernel =
      FakeKernel.of("x86_64")
          .variable("loggers", FakeKernel.LONG, 0x1000, "net/netfilter/nf_log.c")
          .variable("loggers", FakeKernel.LONG, 0x2000, "drivers/own.c")
          .variable("alone", FakeKernel.LONG, 0x3000, "drivers/own.c")
          .build();

  @Test
  void aStaticVariableOfSeveralFilesIsNotGuessed() {
    AmbiguousName refusal = assertThrows(AmbiguousName.class, () -> kernel.findSymbol("loggers"));

    assertThat(refusal.getMessage(), containsString("net/netfilter/nf_log.c, drivers/own.c"));
    assertThat(kernel.findSymbol("alone").isPresent(), is(true));
  }

  @Test
  void allOfThemAreThere() {
    assertThat(kernel.hasSymbol("loggers"), is(true));
    assertThat(
        kernel.symbols("loggers").stream().map(Value::address).toList(),
        contains(0x1000L, 0x2000L));
  }
}
