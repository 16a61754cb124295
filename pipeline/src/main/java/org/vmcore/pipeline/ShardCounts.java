package org.vmcore.pipeline;

import java.util.concurrent.atomic.AtomicLong;

/** How far this JVM is, for who waits beside the engine. Thread-safe. */
final class ShardCounts {
  private static final ShardCounts OF_JVM = new ShardCounts();

  private final AtomicLong planned = new AtomicLong();
  private final AtomicLong written = new AtomicLong();

  static ShardCounts ofJvm() {
    return OF_JVM;
  }

  void reset() {
    planned.set(0);
    written.set(0);
  }

  void planned(int shards) {
    planned.addAndGet(shards);
  }

  void written() {
    written.incrementAndGet();
  }

  void tell(ReportRun.Progress progress) {
    progress.shards(written.get(), planned.get());
  }
}
