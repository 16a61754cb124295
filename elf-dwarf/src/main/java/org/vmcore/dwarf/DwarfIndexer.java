package org.vmcore.dwarf;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.vmcore.io.Fault;

/** Builds the index of a file's definitions: all processors take units from one row. */
final class DwarfIndexer {
  private final Units units;
  private final AtomicInteger next = new AtomicInteger();

  DwarfIndexer(Units units) {
    this.units = units;
  }

  DwarfIndex index() {
    return index(Math.max(1, Math.min(16, Runtime.getRuntime().availableProcessors())));
  }

  /** The same whatever the number of threads. */
  DwarfIndex index(int threads) {
    if (units.all().size() < 2 * threads) {
      return new IndexWorker(units, next).call().toIndex();
    }
    ExecutorService executor =
        Executors.newFixedThreadPool(
            threads,
            work -> {
              Thread thread = new Thread(work, "dwarf-index");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Callable<EntrySet>> workers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        workers.add(new IndexWorker(units, next));
      }
      return merged(executor.invokeAll(workers));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while indexing", e);
    } finally {
      executor.shutdownNow();
    }
  }

  private static DwarfIndex merged(List<Future<EntrySet>> parts) throws InterruptedException {
    EntrySet all = null;
    for (Future<EntrySet> part : parts) {
      try {
        if (all == null) {
          all = part.get();
        } else {
          all.addAll(part.get());
        }
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Fault fault) {
          throw fault;
        }
        throw new IllegalStateException(e.getCause());
      }
    }
    return all.toIndex();
  }
}
