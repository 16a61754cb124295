package org.vmcore.dump;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VmcoreInfoTest {
  private static VmcoreInfo info(String text) {
    return VmcoreInfo.parse(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void readsNumbersInTheBaseThatTheirKindHas() {
    VmcoreInfo info =
        info(
            """
            SYMBOL(_stext)=ffffffff92800000
            KERNELOFFSET=11800000
            PAGESIZE=4096
            NUMBER(phys_base)=-20971520
            NUMBER(VMALLOC_START)=0xffff800010000000
            NUMBER(sme_mask)=140737488355328
            """);

    assertThat(info.symbol("_stext"), is(OptionalLong.of(0xffff_ffff_9280_0000L)));
    assertThat(info.hex("KERNELOFFSET"), is(OptionalLong.of(0x1180_0000)));
    assertThat(info.decimal("PAGESIZE"), is(OptionalLong.of(4096)));
    assertThat(info.number("phys_base"), is(OptionalLong.of(-20971520)));
    assertThat(info.number("VMALLOC_START"), is(OptionalLong.of(0xffff_8000_1000_0000L)));
    assertThat(info.number("sme_mask"), is(OptionalLong.of(1L << 47)));
  }

  @Test
  void forgetsALineThatThePageLimitCut() {
    VmcoreInfo info = info("OSRELEASE=6.1.0\nSYMBOL(swapper_pg_dir)=ffffffff83\0\0\0");

    assertThat(info.values().keySet(), contains("OSRELEASE"));
    assertThat(info.symbol("swapper_pg_dir"), is(OptionalLong.empty()));
  }

  @Test
  void takesTheLastValueOfAKeyButTheFirstCrashTime() {
    VmcoreInfo info =
        info("PAGESIZE=4096\nCRASHTIME=1700000000\nPAGESIZE=65536\nCRASHTIME=1700000099\n");

    assertThat(info.decimal("PAGESIZE"), is(OptionalLong.of(65536)));
    assertThat(info.decimal("CRASHTIME"), is(OptionalLong.of(1700000000)));
  }

  @Test
  void readsLinesThatEndAsInDos() {
    VmcoreInfo info = info("OSRELEASE=6.1.0\r\nPAGESIZE=4096\r\n");

    assertThat(info.value("OSRELEASE"), is(Optional.of("6.1.0")));
    assertThat(info.decimal("PAGESIZE"), is(OptionalLong.of(4096)));
  }

  @Test
  void endsWhereTheTextEnds() {
    VmcoreInfo info = info("OSRELEASE=6.1.0\nPAGESIZE=4096\n\u0090\u0090CRASHTIME=1\n");

    assertThat(info.values().keySet(), contains("OSRELEASE", "PAGESIZE"));
    assertThat(info.text(), is("OSRELEASE=6.1.0\nPAGESIZE=4096\n"));
  }

  @Test
  void passesOverWhatIsNoLineOfAKey() {
    VmcoreInfo info = info("garbage\n=6.1.0\n\nCONFIG_X=a=b\nNUMBER(x)=12z\n");

    assertThat(info.values().keySet(), contains("CONFIG_X", "NUMBER(x)"));
    assertThat(info.value("CONFIG_X"), is(Optional.of("a=b")));
    assertThat(info.number("x"), is(OptionalLong.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"6.11.3", "6.11.9-1", "6.10.14", "6.6.55-rt", "6.1.118", "5.15.168", "5.15.999"})
  void doesNotBelieveTheBuildIdOfReleasesThatGarbleIt(String release) {
    VmcoreInfo info = info("OSRELEASE=" + release + "\nBUILD-ID=0123456789abcdef\n");

    assertThat(info.buildId(), is(Optional.empty()));
    assertThat(info.value("BUILD-ID"), is(Optional.of("0123456789abcdef")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"6.11.2", "6.11.10", "6.10.13", "6.6.63", "6.1.112", "6.1.0-55-amd64", "5.15.167"})
  void believesTheBuildIdOfTheirNeighbours(String release) {
    VmcoreInfo info = info("OSRELEASE=" + release + "\nBUILD-ID=0123456789abcdef\n");

    assertThat(info.buildId(), is(Optional.of("0123456789abcdef")));
  }

  @Test
  void ofSeveralNotesTheOneMadeAtTheCrashCounts() {
    ElfNote atBoot =
        new ElfNote("VMCOREINFO", 0, "OSRELEASE=1\n".getBytes(StandardCharsets.US_ASCII));
    ElfNote atCrash =
        new ElfNote(
            "VMCOREINFO", 0, "OSRELEASE=2\nCRASHTIME=5\n".getBytes(StandardCharsets.US_ASCII));

    assertThat(release(atBoot, atCrash), is("2"));
    assertThat(release(atBoot), is("1"));
    assertThat(VmcoreInfo.inNotes(List.of()).isPresent(), is(false));
  }

  private static String release(ElfNote... notes) {
    return VmcoreInfo.inNotes(List.of(notes)).orElseThrow().value("OSRELEASE").orElse("");
  }
}
