package org.vmcore.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.vmcore.dump.Dump;
import org.vmcore.dump.Dumps;
import org.vmcore.dump.PageState;
import org.vmcore.sample.BundledSample;

/**
 * Decoding a dump's pages, which no cache holds: 4 KiB each. Of the bundled dump, or of others, as
 * of every compression, with {@code -p vmcore=FILE,FILE}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PageBenchmark {
  private static final int PAGE_BYTES = 4096;
  private static final int NR_PAGES = 2000;

  /** The dump; empty for the bundled one. */
  @Param("")
  public String vmcore;

  private final List<Long> stored = new ArrayList<>();
  private Dump dump;

  @Setup(Level.Iteration)
  public void open() {
    dump = Dumps.open(List.of(file()));
    stored.clear();
    OptionalLong at = dump.nextStored(0);
    while (at.isPresent() && stored.size() < NR_PAGES) {
      if (dump.state(at.getAsLong()) == PageState.PRESENT) {
        stored.add(at.getAsLong());
      }
      at = dump.nextStored(at.getAsLong() + PAGE_BYTES);
    }
  }

  private Path file() {
    return vmcore.isEmpty() ? BundledSample.vmcore() : Path.of(vmcore);
  }

  @TearDown(Level.Iteration)
  public void close() {
    dump.close();
  }

  /** A fresh dump for each pass, so that every page is decoded. */
  @Benchmark
  public void decode2000Pages(Blackhole sink) {
    try (Dump fresh = Dumps.open(List.of(file()))) {
      for (long paddr : stored) {
        sink.consume(fresh.page(paddr));
      }
    }
  }
}
