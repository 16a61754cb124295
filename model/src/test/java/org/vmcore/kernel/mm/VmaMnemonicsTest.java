package org.vmcore.kernel.mm;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.vmcore.model.FakeKernel;
import org.vmcore.model.NoSuchSymbol;
import org.vmcore.model.Program;

class VmaMnemonicsTest {
  private static final long RODATA = 0x1000;
  private static final long FLAGS = 1 | 1 << 1 | 1 << 8 | 1 << 9 | 1L << 63; // bit 9 is no flag

  private static Program kernel(String rodata) {
    byte[] bytes = rodata.getBytes(StandardCharsets.ISO_8859_1);
    return FakeKernel.of("x86_64")
        .bytes(RODATA, bytes)
        .symbol("__start_rodata", RODATA, 0)
        .symbol("__end_rodata", RODATA + bytes.length, 0)
        .build();
  }

  @Test
  void lettersAreThoseOfTheKernelsOwnTable() {
    Program kernel = kernel("other\0rdwrexshmrmwmemsgd\0\0" + "??".repeat(54) + "behind");

    assertThat(VmaMnemonics.of(kernel).of(FLAGS), is("rd wr gd ?? "));
  }

  @Test
  void newerTablesEndEachEntry() {
    String table = "rd\0wr\0ex\0sh\0mr\0mw\0me\0ms\0gd\0\0\0\0" + "??\0".repeat(53) + "sl\0";

    assertThat(VmaMnemonics.of(kernel(table + "behind")).of(FLAGS), is("rd wr gd sl "));
  }

  @Test
  void withoutATableNothingIsMadeUp() {
    Program kernel = kernel("nothing of the kind");

    assertThrows(NoSuchSymbol.class, () -> VmaMnemonics.of(kernel));
  }
}
