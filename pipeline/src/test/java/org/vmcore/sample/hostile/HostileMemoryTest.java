package org.vmcore.sample.hostile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.vmcore.sample.BundledSample;

class HostileMemoryTest {
  private static final String FIRST_SEED = "1";
  private static final String NO_VMLINUX = "-";
  private static final String SECONDS = "600";

  /** Far above what any file needs: it finds walks without an end. */
  private static final String LIMIT_MS = "30000";

  @Test
  void reportsOfChangedMemoryEndWithinTheirBudgetsAndStayInTheirArchive()
      throws IOException, InterruptedException {
    allIsWell(BundledSample.vmcore(), BundledSample.vmlinux().toString(), 2);
  }

  @Test
  void soDoReportsOfKernelsWhoseSymbolsAreRecoveredFromThatMemory()
      throws IOException, InterruptedException {
    allIsWell(BundledSample.vmcore(), NO_VMLINUX, 1);
  }

  /** Of a kernel without CONFIG_KALLSYMS_ALL: system property {@code vmcore}. */
  @Test
  void soDoReportsOfAnyOtherDump() throws IOException, InterruptedException {
    String vmcore = System.getProperty("vmcore", "");
    assumeFalse(vmcore.isEmpty(), "no -Dvmcore= is given");
    allIsWell(Path.of(vmcore), NO_VMLINUX, 20);
  }

  /** In a machine of its own, with the memory that the launcher gives to a report. */
  private static void allIsWell(Path vmcore, String vmlinux, int nrSeeds)
      throws IOException, InterruptedException {
    Process fuzz =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                MemoryFuzz.class.getName(),
                vmcore.toString(),
                vmlinux,
                FIRST_SEED,
                Integer.toString(nrSeeds),
                SECONDS,
                LIMIT_MS)
            .redirectErrorStream(true)
            .start();

    String said = new String(fuzz.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said, fuzz.waitFor(), is(0));
  }
}
