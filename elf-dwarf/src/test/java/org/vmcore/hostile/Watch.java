package org.vmcore.hostile;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads mutants on a thread of its own and looks at the CPU time that they take: a busy machine
 * makes nothing look slow. A thread that does not come back is left behind.
 */
final class Watch implements AutoCloseable {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long POLL_MS = 50;
  private static final int WALL_TO_CPU = 30; // a reader may also wait for threads of its own
  private static final int MAX_LEFT_BEHIND = 4;

  private final long limitNs;
  private ExecutorService executor;
  private volatile Thread reader;
  private volatile long startCpuNs;
  private int leftBehind;

  /**
   * @param limitNs CPU time for one mutant
   */
  Watch(long limitNs) {
    this.limitNs = limitNs;
    this.executor = newExecutor();
  }

  private ExecutorService newExecutor() {
    return Executors.newSingleThreadExecutor(
        work -> {
          Thread thread = new Thread(null, work, "reader", 1 << 20);
          thread.setDaemon(true);
          reader = thread;
          return thread;
        });
  }

  /** False after too many readers that never ended: they take all the time there is. */
  boolean canGoOn() {
    return leftBehind < MAX_LEFT_BEHIND;
  }

  Result read(Mutant mutant) throws InterruptedException {
    Attempts attempts = new Attempts();
    Future<Result> result = executor.submit(() -> measured(mutant, attempts));
    long startNs = System.nanoTime();
    while (true) {
      try {
        Result ended = result.get(POLL_MS, TimeUnit.MILLISECONDS);
        return ended.cpuNs() > limitNs && !ended.isFailure() ? tooSlow(ended) : ended;
      } catch (TimeoutException running) {
        if (System.nanoTime() - startNs > limitNs && hasOverrun(startNs)) {
          return givenUp(mutant, attempts);
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException(e); // measured() catches all
      }
    }
  }

  private Result measured(Mutant mutant, Attempts attempts) {
    long id = Thread.currentThread().getId();
    long cpuNs = THREADS.getThreadCpuTime(id);
    long allocated = THREADS.getThreadAllocatedBytes(id);
    startCpuNs = cpuNs;
    Throwable failure = null;
    try {
      mutant.read(attempts);
    } catch (Throwable any) { // whatever it is, it is what we are looking for
      failure = any;
    }
    return new Result(
        mutant,
        attempts,
        THREADS.getThreadCpuTime(id) - cpuNs,
        THREADS.getThreadAllocatedBytes(id) - allocated,
        failure);
  }

  private boolean hasOverrun(long startNs) {
    return THREADS.getThreadCpuTime(reader.getId()) - startCpuNs > limitNs
        || System.nanoTime() - startNs > WALL_TO_CPU * limitNs;
  }

  private Result tooSlow(Result ended) {
    Throwable failure =
        new Result.TooLong(
            "took " + ended.cpuNs() / 1_000_000 + " ms of CPU time", new StackTraceElement[0]);
    return new Result(
        ended.mutant(), ended.attempts(), ended.cpuNs(), ended.allocatedBytes(), failure);
  }

  private Result givenUp(Mutant mutant, Attempts attempts) {
    Throwable failure = new Result.TooLong("does not end", reader.getStackTrace());
    leftBehind++;
    executor.shutdownNow();
    executor = newExecutor();
    return new Result(mutant, attempts, limitNs, 0, failure);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
