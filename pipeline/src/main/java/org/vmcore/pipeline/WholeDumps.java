package org.vmcore.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * From dumps to archives for few dumps on one machine: the same shards, blocks and archive as
 * {@link ReportPipeline} makes, but all of a dump in one element, with threads of its own. So a
 * dump is opened once, and the engine, which has nothing to hand around, takes no time from it.
 */
final class WholeDumps extends PTransform<PCollection<DumpRequest>, PCollection<DumpResult>> {
  private static final long serialVersionUID = 1L;

  private final ReportSource source;
  private final Target target;
  private final int nrThreads;

  WholeDumps(ReportSource source, Target target, int nrThreads) {
    this.source = source;
    this.target = target;
    this.nrThreads = nrThreads;
  }

  @Override
  public PCollection<DumpResult> expand(PCollection<DumpRequest> dumps) {
    return dumps
        .apply("Whole", ParDo.of(new WholeFn(source, target, nrThreads)))
        .setCoder(new DumpResultCoder());
  }

  private static final class WholeFn extends DoFn<DumpRequest, DumpResult> {
    private static final long serialVersionUID = 1L;

    private final ReportSource source;
    private final Target target;
    private final int nrThreads;

    WholeFn(ReportSource source, Target target, int nrThreads) {
      this.source = source;
      this.target = target;
      this.nrThreads = nrThreads;
    }

    @ProcessElement
    public void report(@Element DumpRequest dump, OutputReceiver<DumpResult> results)
        throws InterruptedException, ExecutionException {
      ShardWork work = new ShardWork(OpenReports.ofWorker(), source, target);
      ShardWork.Planned planned = work.plan(dump);
      results.output(
          planned.failure().isEmpty()
              ? new ArchiveWork(target).write(blocks(work, planned.shards()))
              : DumpResult.failed(dump, planned.failure()));
    }

    private List<BlockRef> blocks(ShardWork work, List<Shard> shards)
        throws InterruptedException, ExecutionException {
      ExecutorService threads = Executors.newFixedThreadPool(nrThreads);
      try {
        List<Future<BlockRef>> running = new ArrayList<>();
        for (Shard shard : shards) {
          running.add(threads.submit(() -> work.emit(shard)));
        }
        List<BlockRef> blocks = new ArrayList<>();
        for (Future<BlockRef> block : running) {
          blocks.add(block.get());
        }
        return blocks;
      } finally {
        threads.shutdownNow();
      }
    }
  }
}
