package org.vmcore.pipeline;

import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * From dumps to archives: plan, spread, emit, join. A dump that fails leaves a result with its
 * reason and does not disturb the others; nothing of it escapes as an exception, since one would
 * end the run for all.
 */
public final class ReportPipeline
    extends PTransform<PCollection<DumpRequest>, PCollection<DumpResult>> {
  /** Namespace of the counters. */
  public static final String METRICS = "vmcore-report";

  private static final long serialVersionUID = 1L;

  private final ReportSource source;
  private final Target target;

  ReportPipeline(ReportSource source, Target target) {
    this.source = source;
    this.target = target;
  }

  /**
   * Builds the whole run: the requests, their archives, and {@code resultsFile}.
   *
   * @param report what makes archives of dumps
   */
  static void build(
      Pipeline pipeline,
      List<DumpRequest> requests,
      PTransform<PCollection<DumpRequest>, PCollection<DumpResult>> report,
      String resultsFile) {
    pipeline
        .apply("Requests", Create.of(requests).withCoder(new DumpRequestCoder()))
        .apply("Report", report)
        .apply("Results", new WriteResults(resultsFile));
  }

  @Override
  public PCollection<DumpResult> expand(PCollection<DumpRequest> dumps) {
    PCollectionTuple planned =
        dumps
            .apply("Key dumps", WithKeys.of(DumpRequest::id).withKeyType(TypeDescriptors.strings()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), new DumpRequestCoder()))
            .apply("Spread dumps", Reshuffle.of())
            .apply("Dumps", Values.create())
            .setCoder(new DumpRequestCoder())
            .apply("Plan", new Plan(source, target));
    PCollection<DumpResult> written =
        planned
            .get(Plan.SHARDS)
            .apply(
                "Key shards",
                WithKeys.of(ReportPipeline::key).withKeyType(TypeDescriptors.strings()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), new ShardCoder()))
            .apply("Spread shards", Reshuffle.of())
            .apply("Shards", Values.create())
            .setCoder(new ShardCoder())
            .apply("Emit", new EmitShards(source, target))
            .apply("Archive", new WriteArchives(target));
    return PCollectionList.of(written)
        .and(planned.get(Plan.REJECTED))
        .apply("All results", Flatten.pCollections());
  }

  private static String key(Shard shard) {
    return shard.request().id() + "/" + shard.number();
  }
}
