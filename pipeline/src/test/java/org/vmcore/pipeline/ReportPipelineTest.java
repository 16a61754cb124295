package org.vmcore.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmcore.archive.ArchiveReader;
import org.vmcore.archive.Compression;

class ReportPipelineTest {
  private static final FakeReports REPORTS = new FakeReports(25, 4);

  @TempDir private Path folder;

  @Test
  void aDumpThatFailsLeavesTheOthersAlone() {
    Pipeline pipeline = pipeline(2);
    PCollection<DumpResult> results =
        pipeline
            .apply(
                Create.of(request("1", "alpha"), request("2", "bad"), request("3", "gamma"))
                    .withCoder(new DumpRequestCoder()))
            .apply("Report", new ReportPipeline(REPORTS, target("out")));
    PAssert.that(results.apply(Filter.by(result -> !result.isFailure())).apply(Count.globally()))
        .containsInAnyOrder(2L);
    PAssert.that(results.apply("Failures", Filter.by(DumpResult::isFailure)))
        .containsInAnyOrder(
            DumpResult.failed(request("2", "bad"), "bad: is no dump; give another one"));

    pipeline.run().waitUntilFinish();
  }

  @Test
  void archivesAreEqualWhateverTheParallelism() throws IOException {
    run(1, "one", request("1", "alpha"), request("2", "beta"));
    run(4, "four", request("2", "beta"), request("1", "alpha"));

    List<Path> archives = archives("one");
    assertThat(archives, hasSize(2));
    for (Path archive : archives) {
      Path other = folder.resolve("four").resolve(archive.getFileName());
      assertThat(Files.mismatch(archive, other), is(-1L));
    }
  }

  @Test
  void fewDumpsDoneWholeGiveTheSameArchives() throws IOException {
    DumpRequest[] requests = {request("1", "alpha"), request("2", "bad"), request("3", "gamma")};
    run(2, "spread", requests);
    Pipeline pipeline = pipeline(1);
    ReportPipeline.build(
        pipeline,
        List.of(requests),
        new WholeDumps(REPORTS, target("whole"), 3),
        folder.resolve("whole/results.jsonl").toString());
    pipeline.run().waitUntilFinish();

    assertThat(archives("whole"), hasSize(2));
    for (Path archive : archives("whole")) {
      Path other = folder.resolve("spread").resolve(archive.getFileName());
      assertThat(Files.mismatch(archive, other), is(-1L));
    }
    assertThat(
        Results.read(folder.resolve("whole/results.jsonl")).get(1).failure(),
        is("bad: is no dump; give another one"));
  }

  @Test
  void theArchiveHoldsEveryFileOnceAndInOrder() throws IOException {
    run(3, "out", request("1", "alpha"));
    Path archive = archives("out").get(0);

    ArchiveReader reader = new ArchiveReader(archive);
    List<String> emitted = reader.paths().stream().filter(p -> p.startsWith("proc/")).toList();
    assertThat(emitted, hasSize(25));
    assertThat(emitted.subList(0, 2), contains("proc/0/file", "proc/1/file"));
    assertThat(
        new String(reader.file("proc/17/file").orElseThrow(), UTF_8),
        is(FakeReports.body("alpha", 17)));
    assertThat(
        new String(reader.file("sos_logs/sos.log").orElseThrow(), UTF_8),
        is("ABSENT proc/absent [Fake.none] no such\n"));
  }

  @Test
  void theArchiveIsItsOwnersAloneAndItsChecksumLiesBesideIt() throws IOException {
    run(2, "out", request("1", "alpha"));
    Path archive = archives("out").get(0);

    assertThat(
        PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)), is("rw-------"));
    assertThat(
        Files.readString(archive.resolveSibling(archive.getFileName() + ".sha256")),
        containsString("  " + archive.getFileName()));
    try (Stream<Path> all = Files.list(folder.resolve("out"))) {
      assertThat(all.toList(), hasSize(3)); // archive, checksum, results
    }
  }

  @Test
  void aMistakeOfOursIsOneDumpsFailure() throws IOException {
    run(2, "out", request("1", "broken"), request("2", "beta"));

    List<DumpResult> results = Results.read(folder.resolve("out/results.jsonl"));
    assertThat(results.get(0).failure(), containsString("broken: unexpected failure: "));
    assertThat(results.get(1).failure(), is(""));
    assertThat(archives("out"), hasSize(1));
  }

  @Test
  void resultsStandInTheOrderOfTheRequests() throws IOException {
    run(4, "out", request("3", "gamma"), request("1", "bad one"), request("2", "beta"));

    List<DumpResult> results = Results.read(folder.resolve("out/results.jsonl"));
    assertThat(
        results.stream().map(result -> result.request().dump()).toList(),
        contains("bad one", "beta", "gamma"));
    assertThat(results.get(0).failure(), is("bad one: is no dump; give another one"));
  }

  @Test
  void aFolderThatCannotBeMadeIsOneLineForEachDump() throws IOException {
    Files.writeString(folder.resolve("out"), "a file");
    Pipeline pipeline = pipeline(2);
    ReportPipeline.build(
        pipeline,
        List.of(request("1", "alpha")),
        new ReportPipeline(REPORTS, target("out")),
        folder.resolve("results.jsonl").toString());
    pipeline.run().waitUntilFinish();

    List<String> failures =
        Results.read(folder.resolve("results.jsonl")).stream().map(DumpResult::failure).toList();
    assertThat(failures, hasItem(containsString(folder.resolve("out") + ": cannot be written")));
  }

  private void run(int parallelism, String out, DumpRequest... requests) {
    Pipeline pipeline = pipeline(parallelism);
    ReportPipeline.build(
        pipeline,
        List.of(requests),
        new ReportPipeline(REPORTS, target(out)),
        folder.resolve(out).resolve("results.jsonl").toString());
    pipeline.run().waitUntilFinish();
  }

  private static Pipeline pipeline(int parallelism) {
    return Pipeline.create(
        PipelineOptionsFactory.fromArgs("--targetParallelism=" + parallelism).create());
  }

  private Target target(String out) {
    return new Target(
        folder.resolve(out).toString(),
        folder.resolve("spool").toString(),
        Compression.XZ,
        false,
        "test");
  }

  private static DumpRequest request(String id, String dump) {
    return new DumpRequest(id, dump, List.of(), "", List.of(), "");
  }

  private List<Path> archives(String out) throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve(out))) {
      return all.filter(path -> path.toString().endsWith(".tar.xz")).sorted().toList();
    }
  }
}
