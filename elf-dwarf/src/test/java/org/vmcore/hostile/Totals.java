package org.vmcore.hostile;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run has seen so far. */
final class Totals {
  private final long seed;
  private final Map<String, Long> inputs = new TreeMap<>();
  private final Map<String, Long> faults = new TreeMap<>();
  private final Map<String, Failure> failures = new LinkedHashMap<>();
  private long answers;
  private long cpuNs;
  private Result slowest;
  private Result hungriest;

  /** Failures of one cause. */
  private static final class Failure {
    private final Result first;
    private long count;

    Failure(Result first) {
      this.first = first;
    }
  }

  Totals(long seed) {
    this.seed = seed;
  }

  /** Whether this is the first failure of its cause. */
  boolean add(Result result) {
    inputs.merge(result.mutant().subject().name(), 1L, Long::sum);
    result.attempts().faults().forEach((kind, count) -> faults.merge(kind, count, Long::sum));
    answers += result.attempts().answers();
    cpuNs += result.cpuNs();
    if (slowest == null || result.cpuNs() > slowest.cpuNs()) {
      slowest = result;
    }
    if (hungriest == null || result.allocatedBytes() > hungriest.allocatedBytes()) {
      hungriest = result;
    }
    if (!result.isFailure()) {
      return false;
    }
    Failure failure = failures.computeIfAbsent(result.cause(), cause -> new Failure(result));
    failure.count++;
    return failure.count == 1;
  }

  long nrInputs() {
    return inputs.values().stream().mapToLong(Long::longValue).sum();
  }

  long cpuNs() {
    return cpuNs;
  }

  boolean allWell() {
    return failures.isEmpty();
  }

  void print(PrintStream out) {
    out.println("inputs tried:  " + nrInputs() + " of " + inputs.size() + " subjects");
    out.println("answers:       " + answers);
    List<String> kinds = new ArrayList<>();
    faults.forEach((kind, count) -> kinds.add(kind + " " + count));
    out.println("faults:        " + String.join(", ", kinds));
    if (slowest != null) {
      out.println(
          "slowest:       "
              + slowest.cpuNs() / 1_000_000
              + " ms: "
              + slowest.mutant().recipe(seed));
      out.println(
          "most memory:   "
              + (hungriest.allocatedBytes() >> 10)
              + " kB allocated: "
              + hungriest.mutant().recipe(seed));
    }
    out.println(
        "largest heap:  "
            + (largestHeapBytes() >> 10)
            + " kB of "
            + (Runtime.getRuntime().maxMemory() >> 10)
            + " kB");
    out.println("CPU time:      " + cpuNs / 1_000_000_000 + " s");
    failures.forEach(
        (cause, failure) ->
            out.println(
                "FAILURE (" + failure.count + " times): " + cause + "\n  " + recipe(failure)));
    out.println(allWell() ? "all well" : failures.size() + " causes of failure");
  }

  private String recipe(Failure failure) {
    return failure.first.mutant().recipe(seed);
  }

  /** What was in use in all pools at their fullest. */
  private static long largestHeapBytes() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }
}
