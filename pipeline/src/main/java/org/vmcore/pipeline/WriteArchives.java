package org.vmcore.pipeline;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/** Joins the blocks of each dump into its archive. */
final class WriteArchives
    extends PTransform<PCollection<KV<String, BlockRef>>, PCollection<DumpResult>> {
  private static final long serialVersionUID = 1L;

  private final Target target;

  WriteArchives(Target target) {
    this.target = target;
  }

  @Override
  public PCollection<DumpResult> expand(PCollection<KV<String, BlockRef>> blocks) {
    return blocks
        .apply("By dump", GroupByKey.create())
        .apply("Join", ParDo.of(new JoinFn(target)))
        .setCoder(new DumpResultCoder());
  }

  private static final class JoinFn extends DoFn<KV<String, Iterable<BlockRef>>, DumpResult> {
    private static final long serialVersionUID = 1L;

    private final Target target;

    JoinFn(Target target) {
      this.target = target;
    }

    @ProcessElement
    public void join(
        @Element KV<String, Iterable<BlockRef>> dump, OutputReceiver<DumpResult> results) {
      results.output(new ArchiveWork(target).write(dump.getValue()));
    }
  }
}
