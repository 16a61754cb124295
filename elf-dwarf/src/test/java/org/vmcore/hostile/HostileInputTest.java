package org.vmcore.hostile;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostileInputTest {
  static List<Subject> subjects() {
    return Subjects.all();
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void theExamplesAreValid(Subject subject) {
    Attempts attempts = new Attempts();

    new Mutant(subject, 0, subject.files(), "none").read(attempts);

    assertThat(attempts.answers(), greaterThan(0L));
    assertThat(attempts.faults(), not(hasKey("MalformedInput")));
  }

  /**
   * 10000 at random besides all header fields at their extremes. In a machine of its own, because
   * of the memory that it gets; {@code scripts/fuzz} does the same for hours. The time limit is far
   * above what anything needs: it finds loops without an end.
   */
  @Test
  void mutantsEndInAnswersOrFaultsInLittleMemory() throws IOException, InterruptedException {
    Process fuzz =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Fuzz.class.getName(),
                "--count",
                "10000",
                "--seconds",
                "600",
                "--limit-ms",
                "10000")
            .redirectErrorStream(true)
            .start();

    String said = new String(fuzz.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said, fuzz.waitFor(), is(0));
  }
}
