package org.vmcore.archive;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
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
    return text(manifest.json("1", Manifest.json(crash("kdump"))));
  }

  private static String text(TarEntries.Body body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    body.writer().writeTo(out);
    assertThat((long) out.size(), is(body.sizeBytes()));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void readsThatGotZerosAreCountedForTheirFile() throws IOException {
    FileRow touched = new FileRow("proc/a", "A.a", "OK", "", 5, 0, List.of(), 3);
    FileRow untouched = new FileRow("proc/b", "B.b", "OK", "", 5, 0, List.of(), 0);

    assertThat(json(touched), containsString("\"zeros_for_unsaved_reads\" : 3"));
    assertThat(json(untouched), not(containsString("zeros_for_unsaved_reads")));
  }

  @Test
  void theCrashAndTheCountsStandBeforeTheFiles() throws IOException {
    Manifest manifest = new Manifest();
    manifest.add(new FileRow("proc/a", "A.a", "OK", "", 5, 0, List.of(), 0), 3);
    manifest.add(new FileRow("proc/b", "B.b", "ABSENT", "none", 0, 0, List.of(), 0), 4);

    JsonNode json = new ObjectMapper().readTree(text(manifest.json("1", "{\"host\":\"h\"}")));

    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    assertThat(names, contains("tool", "version", "crash", "counts", "files"));
    assertThat(json.path("counts").path("ABSENT").asLong(), is(1L));
    assertThat(json.path("files").path(0).path("block").asInt(), is(3));
    assertThat(json.path("files").path(1).path("reason").asText(), is("none"));
  }

  @Test
  void aReportWithoutFilesHasAManifest() throws IOException {
    String text = text(new Manifest().json("1", "{}"));

    assertThat(new ObjectMapper().readTree(text).path("files").size(), is(0));
  }

  @Test
  void whatIsNotAsItShouldBeHasALineOfTheLog() throws IOException {
    Manifest manifest = new Manifest();
    manifest.add(new FileRow("proc/a", "A.a", "OK", "", 5, 0, List.of(), 0), 0);
    manifest.add(new FileRow("proc/b", "B.b", "STUB", "two\nlines", 5, 0, List.of(), 0), 0);

    assertThat(text(manifest.log()), is("STUB proc/b [B.b] two lines\n"));
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
