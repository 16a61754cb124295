package org.vmcore.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.joda.time.Duration;
import org.vmcore.archive.ArchiveFolder;
import org.vmcore.archive.NotWritable;
import org.vmcore.io.Fault;

/** One run of the pipeline from start to end, on whatever runner its arguments name. */
public final class ReportRun {
  /** Hears how far the run is. */
  @FunctionalInterface
  public interface Progress {
    /** Shards written so far, and known so far. */
    void shards(long written, long planned);
  }

  /**
   * What the Direct Runner checks about our elements is checked by our tests; in a real run it
   * costs copies of each. We wait ourselves, to show progress.
   */
  private static final List<String> DIRECT =
      List.of("--blockOnRun=false", "--enforceImmutability=false", "--enforceEncodability=false");

  private static final Duration BETWEEN_REPORTS = Duration.millis(200);

  /** So many dumps are not worth spreading: each at once by all threads is as fast. */
  private static final int FEW_DUMPS_PER_THREAD = 2;

  private static final String RUNNER = "--runner=";
  private static final String PARALLELISM = "--targetParallelism=";

  private final ReportSource source;
  private final Target target;
  private final List<String> arguments;

  /**
   * @param arguments for Beam, {@code --runner=…} and the like
   * @throws IllegalArgumentException when Beam does not know one of them
   */
  public ReportRun(ReportSource source, Target target, List<String> arguments) {
    this.source = source;
    this.target = target;
    this.arguments = List.copyOf(arguments);
    options(arguments);
  }

  private static PipelineOptions options(List<String> arguments) {
    return PipelineOptionsFactory.fromArgs(arguments.toArray(new String[0])).create();
  }

  /** What {@code --targetParallelism} says, or a thread for each CPU. */
  private int nrThreads() {
    return arguments.stream()
        .filter(argument -> argument.startsWith(PARALLELISM))
        .map(argument -> Integer.parseInt(argument.substring(PARALLELISM.length())))
        .reduce((first, last) -> last)
        .orElse(Math.max(2, Runtime.getRuntime().availableProcessors()));
  }

  private boolean isOnThisMachine() {
    return arguments.stream().noneMatch(argument -> argument.startsWith(RUNNER));
  }

  private Pipeline pipeline(List<DumpRequest> requests, Path resultsFile) {
    boolean isSmall =
        isOnThisMachine() && requests.size() <= (long) FEW_DUMPS_PER_THREAD * nrThreads();
    List<String> all = new ArrayList<>(isOnThisMachine() ? DIRECT : List.of());
    arguments.stream()
        .filter(argument -> !isOnThisMachine() || !argument.startsWith(PARALLELISM))
        .forEach(all::add);
    if (isOnThisMachine()) {
      // An engine thread without work would not sleep but look for some.
      all.add(PARALLELISM + (isSmall ? 1 : nrThreads()));
    }
    Pipeline pipeline = Pipeline.create(options(all));
    ReportPipeline.build(
        pipeline,
        requests,
        isSmall ? new WholeDumps(source, target, nrThreads()) : new ReportPipeline(source, target),
        resultsFile.toString());
    return pipeline;
  }

  /**
   * Runs to the end and returns a result for each request, in their order.
   *
   * @param resultsFile where {@code results.jsonl} goes
   */
  public List<DumpResult> run(List<DumpRequest> requests, Path resultsFile, Progress progress) {
    prepare(target.folderPath());
    prepare(target.spoolPath());
    Pipeline pipeline = pipeline(requests, resultsFile);
    ShardCounts.ofJvm().reset();
    Thread interrupted = new Thread(this::removeSpool);
    Runtime.getRuntime().addShutdownHook(interrupted);
    try {
      Files.deleteIfExists(resultsFile);
      PipelineResult.State state = waitFor(pipeline.run(), progress);
      if (state != PipelineResult.State.DONE) {
        throw new IllegalStateException(
            "the run ended as " + state + "; give the program more memory and run it again");
      }
      return Results.read(resultsFile);
    } catch (IOException e) {
      throw NotWritable.because(e, resultsFile);
    } catch (Pipeline.PipelineExecutionException e) {
      if (e.getCause() instanceof Fault fault) {
        throw fault;
      }
      throw e;
    } finally {
      removeSpool();
      Runtime.getRuntime().removeShutdownHook(interrupted);
    }
  }

  /** Before minutes of work rather than after. */
  private static void prepare(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw NotWritable.because(e, folder);
    }
  }

  private PipelineResult.State waitFor(PipelineResult run, Progress progress) {
    PipelineResult.State state = null;
    while (state == null || !state.isTerminal()) {
      state = run.waitUntilFinish(BETWEEN_REPORTS);
      report(run, progress);
    }
    return state;
  }

  private void report(PipelineResult run, Progress progress) {
    if (isOnThisMachine()) {
      ShardCounts.ofJvm().tell(progress);
      return;
    }
    MetricQueryResults found =
        run.metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(MetricNameFilter.inNamespace(ReportPipeline.METRICS))
                    .build());
    long planned = 0;
    long written = 0;
    for (MetricResult<Long> counter : found.getCounters()) {
      if (counter.getName().getName().equals("shards-planned")) {
        planned += counter.getAttempted();
      } else {
        written += counter.getAttempted();
      }
    }
    progress.shards(written, planned);
  }

  private void removeSpool() {
    try {
      ArchiveFolder.delete(target.spoolPath());
    } catch (IOException e) {
      throw NotWritable.because(e, target.spoolPath());
    }
  }
}
