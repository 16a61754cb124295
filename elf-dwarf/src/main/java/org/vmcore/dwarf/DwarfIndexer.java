package org.vmcore.dwarf;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.vmcore.io.Fault;

/**
 * Builds the index of a file's definitions: all processors take units from one row, while the
 * thread that asked for it may do something else.
 */
final class DwarfIndexer implements AutoCloseable {
  private static final int MAX_THREADS = 16;

  private final Units units;
  private final AtomicInteger next = new AtomicInteger();
  private final List<FutureTask<EntrySet>> parts = new ArrayList<>();

  private DwarfIndexer(Units units) {
    this.units = units;
  }

  /** Begins; what comes out is the same whatever the number of processors. */
  static DwarfIndexer start(Units units) {
    return start(units, Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors()));
  }

  static DwarfIndexer start(Units units, int threads) {
    DwarfIndexer indexer = new DwarfIndexer(units);
    boolean isSmall = units.all().size() < 2 * threads;
    for (int i = 0; i < (isSmall ? 1 : threads); i++) {
      FutureTask<EntrySet> part = new FutureTask<>(new IndexWorker(units, indexer.next));
      indexer.parts.add(part);
      if (isSmall) {
        part.run();
      } else {
        Thread thread = new Thread(part, "dwarf-index");
        thread.setDaemon(true);
        thread.start();
      }
    }
    return indexer;
  }

  /** Waits for the end. */
  DwarfIndex index() {
    EntrySet all = null;
    try {
      for (FutureTask<EntrySet> part : parts) {
        if (all == null) {
          all = part.get();
        } else {
          all.addAll(part.get());
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Fault fault) {
        throw fault;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while indexing", e);
    }
    return all.toIndex();
  }

  /** Has the threads stop where nobody waits for them any more. */
  @Override
  public void close() {
    next.set(units.all().size());
  }
}
