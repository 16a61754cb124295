package org.vmcore.sample;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vmcore.dump.Dump;
import org.vmcore.dump.Dumps;
import org.vmcore.dump.VmcoreInfo;
import org.vmcore.kernel.module.LoadedModules;
import org.vmcore.model.Kernels;
import org.vmcore.model.Program;

/** A kernel is found in memory alone: no VMCOREINFO, no vmlinux, no registers. */
class UnknownKernelTest {
  private static final Kernels KERNELS = Kernels.withModules(LoadedModules::of);

  private static void assertIsFoundInMemoryAlone(Path vmcore) {
    try (Dump whole = Dumps.open(List.of(vmcore));
        Dump hidden = new HiddenVmcoreInfo(Dumps.open(List.of(vmcore)), true)) {
      Program told = KERNELS.open(whole);

      Program found = KERNELS.open(hidden);

      VmcoreInfo expected = whole.vmcoreInfo().orElseThrow();
      VmcoreInfo place = found.dump().vmcoreInfo().orElseThrow();
      for (String symbol : List.of("_stext", "swapper_pg_dir", "init_top_pgt")) {
        if (expected.symbol(symbol).isPresent() && place.symbol(symbol).isPresent()) {
          assertThat(place.symbol(symbol), is(expected.symbol(symbol)));
        }
      }
      for (String number : List.of("phys_base", "kimage_voffset", "VA_BITS")) {
        assertThat(number, place.number(number), is(expected.number(number)));
      }
      assertThat(found.address("init_task"), is(told.address("init_task")));
      assertThat(
          found.symbol("init_uts_ns").at("name.nodename").asString(),
          is(told.symbol("init_uts_ns").at("name.nodename").asString()));
      assertThat(
          found.dump().description().warnings(),
          hasItem(containsString("by its banner and page tables")));
    }
  }

  @Test
  void ofTheBundledDump() {
    assertIsFoundInMemoryAlone(BundledSample.vmcore());
  }

  /** {@code -Dvmcore=FILE}. */
  @Test
  void ofAnotherDump() {
    String vmcore = System.getProperty("vmcore", "");
    assumeFalse(vmcore.isEmpty(), "no -Dvmcore= is given");
    assertIsFoundInMemoryAlone(Path.of(vmcore));
  }
}
