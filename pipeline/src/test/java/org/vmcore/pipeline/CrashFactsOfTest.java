package org.vmcore.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CrashFactsOfTest {
  @Test
  void aTimeThatNoArchiveCanHoldIsNone() {
    assertThat(
        CrashFactsOf.instant(1_700_000_000), is(Optional.of(Instant.ofEpochSecond(1_700_000_000))));
    assertThat(CrashFactsOf.instant(Long.MAX_VALUE), is(Optional.empty()));
    assertThat(CrashFactsOf.instant(1L << 40), is(Optional.empty()));
    assertThat(CrashFactsOf.instant(-1), is(Optional.empty()));
  }
}
