package org.vmcore.archive;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private static CrashFacts crash(String format) {
    return new CrashFacts(
        "host",
        Instant.parse("2026-11-24T01:02:03Z"),
        "6.1.0",
        "#1 SMP",
        "x86_64",
        "abcd",
        Map.of("PRESENT", 1024L),
        "panic",
        List.of(),
        new CrashFacts.Container(format, OptionalInt.of(31), 4096));
  }

  private static String json(FileRow row) throws IOException {
    Manifest manifest = new Manifest();
    manifest.add(row, 0);
    return new String(manifest.json("1", Manifest.json(crash("kdump"))), StandardCharsets.UTF_8);
  }

  @Test
  void readsThatGotZerosAreCountedForTheirFile() throws IOException {
    FileRow touched = new FileRow("proc/a", "A.a", "OK", "", 5, 0, List.of(), 3);
    FileRow untouched = new FileRow("proc/b", "B.b", "OK", "", 5, 0, List.of(), 0);

    assertThat(json(touched), containsString("\"zeros_for_unsaved_reads\" : 3"));
    assertThat(json(untouched), not(containsString("zeros_for_unsaved_reads")));
  }

  @Test
  void whatHoldsTheDumpIsToldBesideTheArchive() {
    assertThat(Manifest.json(crash("kdump")), is(Manifest.json(crash("ELF"))));
    assertThat(ArchiveName.of(crash("kdump"), ""), is(ArchiveName.of(crash("ELF"), "")));
    assertThat(
        Manifest.json(crash("kdump").container()),
        is("{\"format\":\"kdump\",\"level\":31,\"page_bytes\":4096}"));
  }
}
