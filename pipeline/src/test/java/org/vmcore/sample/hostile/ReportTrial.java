package org.vmcore.sample.hostile;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vmcore.archive.ArchiveName;
import org.vmcore.archive.CrashFacts;
import org.vmcore.archive.Manifest;
import org.vmcore.emit.Emission;
import org.vmcore.emit.EmittedFile;
import org.vmcore.emit.Outcome;
import org.vmcore.emit.ReportPlan;
import org.vmcore.emit.Selection;
import org.vmcore.emit.ShardRange;
import org.vmcore.io.Fault;
import org.vmcore.model.Program;
import org.vmcore.pipeline.CrashFactsOf;

/** Makes the whole report of one kernel, and remembers what should not have happened. */
final class ReportTrial {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final long limitNs;
  private final Map<String, Long> outcomes = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();
  private final ArchivePaths paths = new ArchivePaths();
  private volatile long stepNs; // CPU time at which the current step began
  private volatile String step = "";
  private String slowest = "";
  private long slowestNs;

  /**
   * @param limitNs CPU time for one file, or for what comes before all files
   */
  ReportTrial(long limitNs) {
    this.limitNs = limitNs;
  }

  void run(Program kernel) {
    begin("identity of the crash");
    identity(kernel);
    ended("identity of the crash");
    ReportPlan plan = ReportPlan.of(kernel, HostileKernels.REGISTRY, Selection.ALL);
    ended("plan");
    plan.absent().forEach(this::look);
    new Emission(kernel, plan)
        .emit(
            new ShardRange(0, plan.size()),
            file -> {
              look(file);
              if (file.outcome().status() != Outcome.Status.ABSENT) {
                paths.add(file);
              }
              ended(file.emitter() + " " + file.path());
            });
    failures.addAll(paths.wrong());
  }

  /** What names the archive and stands in its manifest. */
  private void identity(Program kernel) {
    CrashFacts facts;
    try {
      facts = CrashFactsOf.kernel(kernel);
    } catch (Fault refused) {
      outcomes.merge("refused: " + refused.getClass().getSimpleName(), 1L, Long::sum);
      return;
    }
    String name = ArchiveName.of(facts, "");
    if (!name.matches("sosvmcore-[A-Za-z0-9._-]+")) {
      failures.add("name of the archive: " + name);
    }
    if (Manifest.json(facts).chars().anyMatch(c -> c < ' ' && c != '\n')) {
      failures.add("control characters in the manifest");
    }
  }

  private void look(EmittedFile file) {
    outcomes.merge(file.outcome().status().name(), 1L, Long::sum);
    String reason = file.outcome().reason();
    if (reason.startsWith("mistake in") || reason.contains("StackOverflowError")) {
      failures.add(file.emitter() + ": " + reason);
    } else if (reason.contains("budget spent")) {
      outcomes.merge("budget spent", 1L, Long::sum);
    }
  }

  void begin(String name) {
    step = name;
    stepNs = THREADS.getCurrentThreadCpuTime();
  }

  void ended(String name) {
    long ns = THREADS.getCurrentThreadCpuTime() - stepNs;
    if (ns > slowestNs) {
      slowestNs = ns;
      slowest = name;
    }
    if (ns > limitNs) {
      failures.add("takes longer than its budget: " + name);
    }
    begin("after " + name);
  }

  /** What the thread is at that runs this, and for how much of its CPU time; for a watcher. */
  String step(long threadId) {
    return step + ": " + stepNs(threadId) / 1_000_000 + " ms";
  }

  long stepNs(long threadId) {
    return THREADS.getThreadCpuTime(threadId) - stepNs;
  }

  Map<String, Long> outcomes() {
    return outcomes;
  }

  List<String> failures() {
    return failures;
  }

  String slowest() {
    return slowest;
  }

  long slowestNs() {
    return slowestNs;
  }
}
