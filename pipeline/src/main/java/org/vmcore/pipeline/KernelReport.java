package org.vmcore.pipeline;

import java.util.List;
import java.util.function.Consumer;
import org.vmcore.archive.CrashFacts;
import org.vmcore.archive.FileRow;
import org.vmcore.emit.Emission;
import org.vmcore.emit.EmittedFile;
import org.vmcore.emit.Registry;
import org.vmcore.emit.ReportPlan;
import org.vmcore.emit.Selection;
import org.vmcore.emit.ShardRange;
import org.vmcore.model.Program;

/** The report of a kernel's dump. */
final class KernelReport implements OpenReport {
  /** Enough that the engine's cost per shard vanishes, few enough that all threads have work. */
  private static final int FILES_PER_SHARD = 200;

  private final Program kernel;
  private final CrashFacts facts;
  private final ReportPlan plan;
  private final List<ShardRange> shards;
  private final Emission emission;

  /**
   * @param budgetFactor how many times of its budget the report may cost
   */
  KernelReport(Program kernel, Registry registry, Selection selection, int budgetFactor) {
    this.kernel = kernel;
    this.facts = CrashFactsOf.kernel(kernel);
    this.plan = ReportPlan.of(kernel, registry, selection, budgetFactor);
    this.shards = plan.size() == 0 ? List.of(new ShardRange(0, 0)) : plan.shards(FILES_PER_SHARD);
    this.emission = new Emission(kernel, plan, budgetFactor);
  }

  @Override
  public CrashFacts facts() {
    return facts;
  }

  @Override
  public List<FileRow> absent() {
    return plan.absent().stream().map(KernelReport::row).toList();
  }

  @Override
  public int nrShards() {
    return shards.size();
  }

  @Override
  public void emit(int shard, Consumer<ReportFile> files) {
    emission.emit(
        shards.get(shard),
        file ->
            files.accept(new ReportFile(row(file), file.bytes(), file.linkTarget().orElse(null))));
  }

  private static FileRow row(EmittedFile file) {
    return new FileRow(
        file.path(),
        file.emitter(),
        file.outcome().status().name(),
        file.outcome().reason(),
        file.bytes().length,
        file.nrFaults(),
        file.faults(),
        file.nrZeroed());
  }

  @Override
  public void close() {
    kernel.dump().close();
  }
}
