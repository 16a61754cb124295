package org.vmcore.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.vmcore.archive.CrashFacts;
import org.vmcore.archive.FileRow;
import org.vmcore.io.Unsupported;

/**
 * Reports of dumps that do not exist: as many files per dump as asked for. A dump whose name begins
 * with "bad" cannot be opened.
 */
record FakeReports(int nrFiles, int filesPerShard) implements ReportSource {
  static final AtomicInteger OPENED = new AtomicInteger();
  static final AtomicInteger CLOSED = new AtomicInteger();

  @Override
  public OpenReport open(DumpRequest request) {
    if (request.dump().startsWith("bad")) {
      throw new Unsupported("is no dump", request.dump(), "give another one");
    }
    OPENED.incrementAndGet();
    return new FakeReport(request.dump());
  }

  /** What the file with this number holds. */
  static String body(String dump, int file) {
    return (dump + " " + file + "\n").repeat(file % 50);
  }

  private final class FakeReport implements OpenReport {
    private final String dump;

    FakeReport(String dump) {
      this.dump = dump;
    }

    @Override
    public CrashFacts facts() {
      return new CrashFacts(
          dump,
          Instant.parse("2026-11-24T01:02:03Z"),
          "6.1.0",
          "#1 SMP",
          "x86_64",
          "abcd",
          Map.of(),
          "sysrq triggered crash",
          List.of(),
          new CrashFacts.Container("fake", OptionalInt.of(31), 4096));
    }

    @Override
    public List<FileRow> absent() {
      return List.of(
          new FileRow("proc/absent", "Fake.none", "ABSENT", "no such", 0, 0, List.of(), 0));
    }

    @Override
    public int nrShards() {
      return (nrFiles + filesPerShard - 1) / filesPerShard;
    }

    @Override
    public void emit(int shard, Consumer<ReportFile> files) {
      if (dump.startsWith("broken") && shard == 1) {
        throw new IllegalStateException("half way");
      }
      int end = Math.min(nrFiles, (shard + 1) * filesPerShard);
      for (int i = shard * filesPerShard; i < end; i++) {
        byte[] body = body(dump, i).getBytes(UTF_8);
        FileRow row =
            new FileRow("proc/" + i + "/file", "Fake.file", "OK", "", body.length, 0, List.of(), 0);
        files.accept(new ReportFile(row, body, null));
      }
    }

    @Override
    public void close() {
      CLOSED.incrementAndGet();
    }
  }
}
