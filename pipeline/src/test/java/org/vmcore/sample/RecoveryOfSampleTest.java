package org.vmcore.sample;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vmcore.debuginfo.KernelImage;
import org.vmcore.dump.DescribedDump;
import org.vmcore.dump.Dump;
import org.vmcore.dump.Dumps;
import org.vmcore.dump.VmcoreInfo;
import org.vmcore.kernel.module.LoadedModules;
import org.vmcore.model.Kernels;
import org.vmcore.model.Program;
import org.vmcore.recovery.Recovery;

/** The sample's kernel is found in its memory where its VMCOREINFO said that it is. */
class RecoveryOfSampleTest {
  private static final Kernels KERNELS = Kernels.withModules(LoadedModules::of);

  private static Program told;

  @BeforeAll
  static void open() {
    told = KERNELS.open(List.of(BundledSample.vmcore()), BundledSample.vmlinux());
  }

  @AfterAll
  static void close() {
    told.dump().close();
  }

  private static Dump hidden(boolean inMemoryToo) {
    return new HiddenVmcoreInfo(Dumps.open(List.of(BundledSample.vmcore())), inMemoryToo);
  }

  private static void assertIsFound(Program found) {
    VmcoreInfo expected = told.dump().vmcoreInfo().orElseThrow();
    VmcoreInfo info = found.dump().vmcoreInfo().orElseThrow();
    assertThat(info.symbol("_stext"), is(expected.symbol("_stext")));
    assertThat(info.hex("KERNELOFFSET"), is(expected.hex("KERNELOFFSET")));
    assertThat(info.number("phys_base"), is(expected.number("phys_base")));
    assertThat(info.number("pgtable_l5_enabled"), is(expected.number("pgtable_l5_enabled")));
    assertThat(found.address("init_task"), is(told.address("init_task")));
    assertThat(
        found.symbol("init_uts_ns").at("name.nodename").asString(),
        is(told.symbol("init_uts_ns").at("name.nodename").asString()));
  }

  @Test
  void byTheTextInItsMemory() {
    try (Dump dump = hidden(false)) {
      Program found = KERNELS.open(dump, image());

      assertIsFound(found);
      assertThat(found.dump().description().warnings(), hasItem(containsString("in memory at")));
    }
  }

  @Test
  void byTheTextInItsMemoryWithoutAVmlinux() {
    try (Dump dump = hidden(false)) {
      assertIsFound(KERNELS.open(Recovery.withOwnText(dump)));
    }
  }

  @Test
  void byItsBanner() {
    try (Dump dump = hidden(true)) {
      Program found = KERNELS.open(dump, image());

      assertIsFound(found);
      assertThat(found.dump().description().warnings(), hasItem(containsString("by its banner")));
    }
  }

  @Test
  void byTheBuildIdThatItsImageHasWhereItsTextHasAnother() {
    VmcoreInfo own = told.dump().vmcoreInfo().orElseThrow();
    String garbled = own.text().replace(own.buildId().orElseThrow(), "00".repeat(20));
    try (Dump dump =
        new DescribedDump(
            hidden(false), VmcoreInfo.parse(garbled.getBytes(StandardCharsets.US_ASCII)), "")) {
      assertIsFound(KERNELS.open(dump, image()));
    }
  }

  private static KernelImage image() {
    return told.image().orElseThrow();
  }
}
