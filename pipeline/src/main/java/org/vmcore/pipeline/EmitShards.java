package org.vmcore.pipeline;

import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/** Writes each shard as a compressed block and hands on where it lies, by dump. */
final class EmitShards extends PTransform<PCollection<Shard>, PCollection<KV<String, BlockRef>>> {
  private static final long serialVersionUID = 1L;

  private final ReportSource source;
  private final Target target;

  EmitShards(ReportSource source, Target target) {
    this.source = source;
    this.target = target;
  }

  @Override
  public PCollection<KV<String, BlockRef>> expand(PCollection<Shard> shards) {
    return shards
        .apply("Write", ParDo.of(new EmitFn(source, target)))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), new BlockRefCoder()));
  }

  private static final class EmitFn extends DoFn<Shard, KV<String, BlockRef>> {
    private static final long serialVersionUID = 1L;

    private final Counter shards = Metrics.counter(ReportPipeline.METRICS, "shards-written");
    private final ReportSource source;
    private final Target target;

    EmitFn(ReportSource source, Target target) {
      this.source = source;
      this.target = target;
    }

    @ProcessElement
    public void write(@Element Shard shard, OutputReceiver<KV<String, BlockRef>> out) {
      BlockRef block = new ShardWork(OpenReports.ofWorker(), source, target).emit(shard);
      out.output(KV.of(shard.request().id(), block));
      shards.inc();
    }
  }
}
