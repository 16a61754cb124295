package org.vmcore.sample.hostile;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vmcore.io.Fault;
import org.vmcore.model.Program;

/**
 * Makes reports of a dump with changed memory: vmcore, vmlinux (- for none: then symbols are
 * recovered), first seed, how many seeds, seconds after which to stop, milliseconds of CPU time for
 * one file. Ends with 1 when a file did anything but become a file or a stub within its time, or a
 * path was none.
 */
final class MemoryFuzz {
  private static final int HANGS_AFTER = 10; // times the limit

  private final PrintStream console;
  private final long limitNs;
  private final Map<String, Long> outcomes = new TreeMap<>();
  private final Map<String, Long> failures = new TreeMap<>();
  private final Map<String, Long> firstSeeds = new TreeMap<>();
  private volatile ReportTrial current;
  private String slowest = "";
  private long slowestNs;
  private long nrKernels;

  private MemoryFuzz(PrintStream console, long limitNs) {
    this.console = console;
    this.limitNs = limitNs;
  }

  public static void main(String[] arguments) {
    long first = Long.parseLong(arguments[2]);
    long count = Long.parseLong(arguments[3]);
    long endNs = System.nanoTime() + Long.parseLong(arguments[4]) * 1_000_000_000L;
    MemoryFuzz fuzz = new MemoryFuzz(System.out, Long.parseLong(arguments[5]) * 1_000_000L);
    Path vmcore = Path.of(arguments[0]);
    try (HostileKernels kernels =
        arguments[1].equals("-")
            ? HostileKernels.of(vmcore)
            : HostileKernels.of(vmcore, Path.of(arguments[1]))) {
      fuzz.console.println("places read:   " + kernels.mutator().nrSites());
      fuzz.watch(Thread.currentThread());
      for (long seed = first; seed < first + count && System.nanoTime() < endNs; seed++) {
        fuzz.run(kernels, seed);
      }
    }
    fuzz.print();
    System.exit(fuzz.failures.isEmpty() ? 0 : 1);
  }

  /** Tells where a file is stuck, and ends it all when it stays there. */
  private void watch(Thread main) {
    Thread watcher =
        new Thread(
            () -> {
              ReportTrial told = null;
              while (true) {
                sleep();
                ReportTrial trial = current;
                if (trial == null) {
                  continue;
                }
                long ns = trial.stepNs(main.getId());
                if (ns > limitNs && told != trial) {
                  told = trial;
                  console.println("slow " + trial.step(main.getId()) + where(main));
                }
                if (ns > HANGS_AFTER * limitNs) {
                  console.println("FAILURE: hangs " + trial.step(main.getId()) + where(main));
                  Runtime.getRuntime().halt(1);
                }
              }
            },
            "watcher");
    watcher.setDaemon(true);
    watcher.start();
  }

  private static void sleep() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String where(Thread thread) {
    StringBuilder frames = new StringBuilder();
    Arrays.stream(thread.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("org.vmcore"))
        .limit(12)
        .forEach(frame -> frames.append("\n    at ").append(frame));
    return frames.toString();
  }

  private void run(HostileKernels kernels, long seed) {
    nrKernels++;
    console.flush();
    ReportTrial trial = new ReportTrial(limitNs);
    trial.begin("opening");
    current = trial;
    try {
      Optional<Program> kernel = opened(kernels, seed);
      trial.ended("opening");
      kernel.ifPresent(trial::run);
    } catch (Throwable any) { // the report as a whole must not fail
      StackTraceElement[] frames = any.getStackTrace();
      trial.failures().add("escapes: " + any + (frames.length == 0 ? "" : " at " + frames[0]));
    }
    current = null;
    trial.outcomes().forEach((kind, number) -> outcomes.merge(kind, number, Long::sum));
    if (trial.slowestNs() > slowestNs) {
      slowestNs = trial.slowestNs();
      slowest = trial.slowest() + ", seed " + seed;
    }
    for (String failure : trial.failures()) {
      String cause = failure.replaceAll("0x[0-9a-f]+|-?[0-9]{2,}", "#");
      failures.merge(cause, 1L, Long::sum);
      if (firstSeeds.putIfAbsent(cause, seed) == null) {
        console.println("seed " + seed + ": " + failure);
      }
    }
  }

  private Optional<Program> opened(HostileKernels kernels, long seed) {
    try {
      return Optional.of(kernels.kernel(seed));
    } catch (Fault refused) {
      outcomes.merge("refused: " + refused.getClass().getSimpleName(), 1L, Long::sum);
      return Optional.empty();
    }
  }

  private void print() {
    console.println("inputs tried:  " + nrKernels + " kernels");
    outcomes.forEach((kind, number) -> console.println("  " + kind + " " + number));
    console.println("slowest:       " + slowestNs / 1_000_000 + " ms: " + slowest);
    console.println(
        "largest heap:  "
            + (largestHeapBytes() >> 10)
            + " kB of "
            + (Runtime.getRuntime().maxMemory() >> 10)
            + " kB");
    failures.forEach(
        (cause, number) ->
            console.println(
                "FAILURE (" + number + " times, seed " + firstSeeds.get(cause) + "): " + cause));
    console.println(failures.isEmpty() ? "all well" : failures.size() + " causes of failure");
  }

  private static long largestHeapBytes() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }
}
