package org.vmcore.pipeline;

import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/** Cuts each dump's report into shards; a dump that cannot be opened ends here, with its reason. */
final class Plan extends PTransform<PCollection<DumpRequest>, PCollectionTuple> {
  static final TupleTag<Shard> SHARDS = new TupleTag<>("shards") {};
  static final TupleTag<DumpResult> REJECTED = new TupleTag<>("rejected") {};
  private static final long serialVersionUID = 1L;

  private final ReportSource source;
  private final Target target;

  Plan(ReportSource source, Target target) {
    this.source = source;
    this.target = target;
  }

  @Override
  public PCollectionTuple expand(PCollection<DumpRequest> dumps) {
    PCollectionTuple planned =
        dumps.apply(
            "Cut",
            ParDo.of(new PlanFn(source, target)).withOutputTags(SHARDS, TupleTagList.of(REJECTED)));
    planned.get(SHARDS).setCoder(new ShardCoder());
    planned.get(REJECTED).setCoder(new DumpResultCoder());
    return planned;
  }

  private static final class PlanFn extends DoFn<DumpRequest, Shard> {
    private static final long serialVersionUID = 1L;

    private final Counter shards = Metrics.counter(ReportPipeline.METRICS, "shards-planned");
    private final ReportSource source;
    private final Target target;

    PlanFn(ReportSource source, Target target) {
      this.source = source;
      this.target = target;
    }

    @ProcessElement
    public void cut(@Element DumpRequest dump, MultiOutputReceiver out) {
      ShardWork.Planned planned = new ShardWork(OpenReports.ofWorker(), source, target).plan(dump);
      if (!planned.failure().isEmpty()) {
        out.get(REJECTED).output(DumpResult.failed(dump, planned.failure()));
      }
      planned.shards().forEach(shard -> out.get(SHARDS).output(shard));
      shards.inc(planned.shards().size());
    }
  }
}
