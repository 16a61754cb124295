package org.vmcore.sample.hostile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.vmcore.sample.BundledSample;

class HostileMemoryTest {
  private static final String FIRST_SEED = "1";
  private static final String NR_SEEDS = "4";
  private static final String SECONDS = "600";

  /** Far above what any file needs: it finds walks without an end. */
  private static final String LIMIT_MS = "30000";

  /** In a machine of its own, with the memory that the launcher gives to a report. */
  @Test
  void reportsOfChangedMemoryEndWithinTheirBudgetsAndStayInTheirArchive()
      throws IOException, InterruptedException {
    Process fuzz =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                MemoryFuzz.class.getName(),
                BundledSample.vmcore().toString(),
                BundledSample.vmlinux().toString(),
                FIRST_SEED,
                NR_SEEDS,
                SECONDS,
                LIMIT_MS)
            .redirectErrorStream(true)
            .start();

    String said = new String(fuzz.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said, fuzz.waitFor(), is(0));
  }
}
