package org.vmcore.sample;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.SingleXZInputStream;
import org.vmcore.archive.Compression;
import org.vmcore.debuginfo.search.DebugFolders;
import org.vmcore.pipeline.DumpRequest;
import org.vmcore.pipeline.DumpResult;
import org.vmcore.pipeline.KernelReports;
import org.vmcore.pipeline.OpenOptions;
import org.vmcore.pipeline.ReportRun;
import org.vmcore.pipeline.Target;
import org.vmcore.store.ImageStore;

/**
 * The whole way from the bundled dump to its archive. What each emitter reaches is compared with
 * its floor in {@code sample-floors.tsv}; the scores of the run go to {@code
 * target/sample-scores.tsv}, from where a better score is copied to become the floor.
 */
class SampleReportTest {
  private static final Path SCORES = Path.of("target", "sample-scores.tsv");

  /** Scores are rounded for the table. */
  private static final double ROUNDING = 0.002;

  @TempDir private static Path folder;

  private static Path archive;
  private static JsonNode manifest;
  private static final Map<String, byte[]> FILES = new TreeMap<>();

  @BeforeAll
  static void report() throws IOException {
    archive = report("first", "--targetParallelism=2");
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive));
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new SingleXZInputStream(in), "UTF-8")) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile() && !entry.isSymbolicLink()) {
          FILES.put(entry.getName().replaceFirst("^[^/]*/", ""), tar.readAllBytes());
        }
      }
    }
    manifest = new ObjectMapper().readTree(FILES.get("sos_reports/manifest.json"));
  }

  private static Path report(String name, String... arguments) {
    return report(
        target(name), BundledSample.vmcore(), BundledSample.vmlinux().toString(), "", arguments);
  }

  private static Target target(String name) {
    return new Target(
        folder.resolve(name).toString(),
        folder.resolve(name + "-spool").toString(),
        Compression.XZ,
        false,
        "test");
  }

  private static Path report(
      Target target, Path vmcore, String vmlinux, String cache, String... arguments) {
    DumpRequest request =
        new DumpRequest("1", vmcore.toString(), List.of(), vmlinux, List.of(), "");
    OpenOptions options = new OpenOptions(false, false, false, cache, "", 1);
    KernelReports reports = new KernelReports(List.of(), List.of(), options);
    ReportRun run = new ReportRun(reports, target, List.of(arguments));
    DumpResult result =
        run.run(List.of(request), Path.of(target.folder() + ".jsonl"), (written, planned) -> {})
            .get(0);
    assertThat(result.failure(), is(""));
    return Path.of(result.archive());
  }

  @Test
  void noFileIsWorseThanItsFloor() throws IOException {
    Map<String, Double> scores = scores();
    writeScores(scores);
    List<String> worse = new ArrayList<>();
    floors()
        .forEach(
            (emitter, floor) -> {
              double score = scores.getOrDefault(emitter, 0.0);
              if (score < floor - ROUNDING) {
                worse.add(String.format(Locale.ROOT, "%s %.3f, was %.3f", emitter, score, floor));
              }
            });
    assertThat("see target/sample-scores.tsv", worse, empty());
  }

  @Test
  void anotherParallelismGivesTheSameBytes() throws IOException {
    Path second = report("second", "--targetParallelism=4");
    assertThat(Files.mismatch(archive, second), is(-1L));
  }

  @Test
  void spreadOverTheEngineItGivesTheSameBytes() throws IOException {
    Path spread = report("spread", "--runner=DirectRunner", "--targetParallelism=3");
    assertThat(Files.mismatch(archive, spread), is(-1L));
  }

  @Test
  void withAnIndexTheVmlinuxNeedNotBeThereForTheSameBytes() throws IOException {
    Path alone = Files.createDirectory(folder.resolve("alone")).resolve("vmcore");
    Files.copy(BundledSample.vmcore(), alone);
    Path cache = folder.resolve("cache");
    ImageStore.in(cache)
        .image(Optional.empty(), Optional.of(BundledSample.vmlinux()), DebugFolders.NONE);
    ImageStore.finish();

    Path indexed = report(target("indexed"), alone, "", cache.toString(), "--targetParallelism=2");

    assertThat(Files.mismatch(archive, indexed), is(-1L));
  }

  @Test
  void noEmitterMakesAMistake() {
    List<String> mistakes = new ArrayList<>();
    for (JsonNode file : manifest.path("files")) {
      if (file.path("reason").asText().startsWith("mistake in the emitter")) {
        mistakes.add(file.path("path").asText() + ": " + file.path("reason").asText());
      }
    }
    assertThat(mistakes, empty());
  }

  @Test
  void noFileStandsTwiceInTheReport() {
    Set<String> seen = new HashSet<>();
    List<String> twice = new ArrayList<>();
    for (JsonNode file : manifest.path("files")) {
      boolean isThere = !file.path("status").asText().equals("ABSENT");
      if (isThere && !seen.add(file.path("path").asText())) {
        twice.add(file.path("path").asText() + " of " + file.path("emitter").asText());
      }
    }
    assertThat(twice, empty());
  }

  @Test
  void theManifestNamesEveryFileAndItsBlock() {
    int nrFiles = 0;
    for (JsonNode file : manifest.path("files")) {
      if (!file.path("status").asText().equals("ABSENT")) {
        nrFiles++;
        assertThat(file.path("path").asText(), file.path("block").asInt(), greaterThan(0));
      }
    }
    assertThat(nrFiles, greaterThan(1000));
  }

  /** Mean likeness of each emitter's files with the living machine's, where it had them. */
  private static Map<String, Double> scores() {
    Map<String, String> truth = BundledSample.truth();
    Map<String, List<Double>> likenesses = new TreeMap<>();
    for (JsonNode file : manifest.path("files")) {
      String path = file.path("path").asText();
      String live = truth.get(path);
      byte[] ours = FILES.get(path);
      if (live != null && ours != null) {
        boolean isStub = file.path("status").asText().equals("STUB");
        likenesses
            .computeIfAbsent(file.path("emitter").asText(), e -> new ArrayList<>())
            .add(isStub ? 0 : Likeness.of(new String(ours, ISO_8859_1), live));
      }
    }
    Map<String, Double> scores = new TreeMap<>();
    likenesses.forEach(
        (emitter, all) ->
            scores.put(emitter, all.stream().mapToDouble(Double::doubleValue).average().orElse(0)));
    return scores;
  }

  private static void writeScores(Map<String, Double> scores) throws IOException {
    StringBuilder table = new StringBuilder();
    scores.forEach(
        (emitter, score) -> table.append(String.format(Locale.ROOT, "%s\t%.3f%n", emitter, score)));
    Files.writeString(SCORES, table);
  }

  private static Map<String, Double> floors() throws IOException {
    Map<String, Double> floors = new TreeMap<>();
    try (InputStream in = SampleReportTest.class.getResourceAsStream("sample-floors.tsv")) {
      for (String line : new String(in.readAllBytes(), ISO_8859_1).split("\n")) {
        if (!line.startsWith("#") && !line.isBlank()) {
          String[] columns = line.split("\t");
          floors.put(columns[0], Double.parseDouble(columns[1]));
        }
      }
    }
    return floors;
  }
}
