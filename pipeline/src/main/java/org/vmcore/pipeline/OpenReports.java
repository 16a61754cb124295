package org.vmcore.pipeline;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.vmcore.io.Fault;

/**
 * The reports that this worker has open, shared by its threads. Opening takes seconds and much
 * memory, so a report stays for the next shard: those not in use are closed in the order of their
 * last use when there are more than the capacity. Thread-safe.
 */
final class OpenReports {
  /** One per JVM: the engine makes a copy of each transform for each thread. */
  private static final OpenReports OF_WORKER =
      new OpenReports(Math.min(4, Runtime.getRuntime().availableProcessors() + 1));

  /** In the order of their last use. */
  private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  private final int capacity;

  private record Key(ReportSource source, DumpRequest request) {}

  private static final class Entry {
    final CompletableFuture<OpenReport> report = new CompletableFuture<>();
    int users;
  }

  OpenReports(int capacity) {
    this.capacity = capacity;
  }

  static OpenReports ofWorker() {
    return OF_WORKER;
  }

  /** A report in use; closing gives it back. */
  final class Lease implements AutoCloseable {
    private final Key key;
    private final OpenReport report;

    private Lease(Key key, OpenReport report) {
      this.key = key;
      this.report = report;
    }

    OpenReport report() {
      return report;
    }

    @Override
    public void close() {
      release(key);
    }
  }

  /** Opens the report, or joins those who have it open; only they wait who want the same one. */
  Lease acquire(ReportSource source, DumpRequest request) {
    Key key = new Key(source, request);
    Entry entry;
    boolean first;
    synchronized (entries) {
      entry = entries.computeIfAbsent(key, k -> new Entry());
      first = entry.users == 0 && !entry.report.isDone();
      entry.users++;
    }
    if (first) {
      open(key, entry);
    }
    try {
      return new Lease(key, entry.report.join());
    } catch (CompletionException e) {
      release(key);
      if (e.getCause() instanceof Fault fault) {
        throw fault;
      }
      throw e;
    }
  }

  private static void open(Key key, Entry entry) {
    try {
      entry.report.complete(key.source().open(key.request()));
    } catch (RuntimeException | Error e) { // whatever it is, those who wait must hear of it
      entry.report.completeExceptionally(e);
    }
  }

  private void release(Key key) {
    List<OpenReport> closing = new ArrayList<>();
    synchronized (entries) {
      Entry entry = entries.get(key);
      entry.users--;
      if (entry.users == 0 && entry.report.isCompletedExceptionally()) {
        entries.remove(key);
      }
      Iterator<Entry> oldest = entries.values().iterator();
      while (entries.size() > capacity && oldest.hasNext()) {
        Entry candidate = oldest.next();
        if (candidate.users == 0) {
          closing.add(candidate.report.join());
          oldest.remove();
        }
      }
    }
    closing.forEach(OpenReport::close);
  }

  /** How many are open, for tests. */
  int size() {
    synchronized (entries) {
      return entries.size();
    }
  }
}
