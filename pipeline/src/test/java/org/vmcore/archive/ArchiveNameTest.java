package org.vmcore.archive;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ArchiveNameTest {
  @Test
  void aNameSaysHostLabelAndTheTimeOfTheCrash() {
    assertThat(
        ArchiveName.of(crash("web1"), "case-42"),
        matchesPattern("sosvmcore-web1-case-42-2026-11-24-010203-[0-9a-f]{7}"));
  }

  @Test
  void theSameCrashHasTheSameNameEverywhere() {
    assertThat(ArchiveName.of(crash("web1"), ""), is(ArchiveName.of(crash("web1"), "")));
    assertThat(ArchiveName.of(crash("web1"), ""), is(not(ArchiveName.of(crash("web2"), ""))));
  }

  @Test
  void aHostileHostNameCannotLeaveTheFolder() {
    assertThat(
        ArchiveName.of(crash("../../etc/\u001b[2Jcron"), "-rf /"),
        startsWith("sosvmcore-_.._etc__[2Jcron-rf__-".replace("[", "_")));
  }

  @Test
  void aHostWithoutANameIsUnknown() {
    assertThat(ArchiveName.of(crash(""), ""), startsWith("sosvmcore-unknown-2026-"));
  }

  private static CrashFacts crash(String host) {
    return new CrashFacts(
        host,
        Instant.parse("2026-11-24T01:02:03Z"),
        "6.1.0",
        "#1 SMP",
        "x86_64",
        "abcd",
        Map.of(),
        "",
        List.of(),
        new CrashFacts.Container("fake", OptionalInt.empty(), 4096));
  }
}
