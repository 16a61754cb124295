package org.vmcore.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.vmcore.dump.Dump;
import org.vmcore.dump.Dumps;
import org.vmcore.dump.PageState;
import org.vmcore.sample.BundledSample;

/**
 * Threads that share out the pages of one dump, in an order of chance: whether they get in each
 * other's way. Of the bundled dump, or of others, as of every compression, with {@code -p
 * vmcore=FILE,FILE}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class RandomPagesBenchmark {
  private static final int PAGE_BYTES = 4096;
  private static final int NR_PAGES = 8000;

  /** The dump; empty for the bundled one. */
  @Param("")
  public String vmcore;

  /** How many read at once. */
  @Param({"1", "2", "8"})
  public int threads;

  private final List<Long> pages = new ArrayList<>();
  private ExecutorService readers;

  @Setup
  public void choose() {
    readers = Executors.newFixedThreadPool(threads);
    List<Long> stored = new ArrayList<>();
    try (Dump dump = Dumps.open(List.of(file()))) {
      for (OptionalLong at = dump.nextStored(0); at.isPresent(); ) {
        if (dump.state(at.getAsLong()) == PageState.PRESENT) {
          stored.add(at.getAsLong());
        }
        at = dump.nextStored(at.getAsLong() + PAGE_BYTES);
      }
    }
    Collections.shuffle(stored, new Random(1));
    pages.addAll(stored.subList(0, Math.min(NR_PAGES, stored.size())));
  }

  private Path file() {
    return vmcore.isEmpty() ? BundledSample.vmcore() : Path.of(vmcore);
  }

  @TearDown
  public void end() {
    readers.shutdown();
  }

  /** A fresh dump for each pass, so that every page is decoded. */
  @Benchmark
  public long read8000Pages() throws InterruptedException, ExecutionException {
    try (Dump fresh = Dumps.open(List.of(file()))) {
      List<Future<Long>> shares = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int from = pages.size() * i / threads;
        int to = pages.size() * (i + 1) / threads;
        shares.add(readers.submit(() -> read(fresh, pages.subList(from, to))));
      }
      long sum = 0;
      for (Future<Long> share : shares) {
        sum += share.get();
      }
      return sum;
    }
  }

  private static long read(Dump dump, List<Long> share) {
    long sum = 0;
    for (long paddr : share) {
      sum += dump.page(paddr).bytes()[0];
    }
    return sum;
  }
}
