package org.vmcore.model;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the files of a report may cost together. Each has a little of its own, so that no cheap file
 * depends on the dear ones before it; what it needs beyond comes out of one store, from which no
 * file takes more than the dearest may cost. As long as the store lasts, what a file may read does
 * not depend on who writes it, or when. Thread-safe.
 */
public final class Budget {
  /** In nanoseconds. */
  public static final long SECOND = 1_000_000_000;

  private static final String REMEDY = "give more with --budget";

  private final Cost whole;
  private final Cost dearest;
  private final Cost assured;
  private final AtomicLong readsLeft;
  private final AtomicLong nsLeft;

  /**
   * @param reads of kernel memory
   * @param ns of a thread's time: the last resort, for reads that are slow
   */
  public record Cost(long reads, long ns) {
    public Cost times(int factor) {
      return new Cost(reads * factor, ns * factor);
    }

    /** What remains for each of so many, but no more than a limit. */
    public Cost sharedBy(int count, Cost limit) {
      return new Cost(
          Math.min(limit.reads, reads / Math.max(1, count)),
          Math.min(limit.ns, ns / Math.max(1, count)));
    }
  }

  /**
   * @param whole what all files may take beyond their own
   * @param dearest what one file may cost at most
   * @param assured what each file may cost whatever others did
   */
  public Budget(Cost whole, Cost dearest, Cost assured) {
    this.whole = whole;
    this.dearest = dearest;
    this.assured = assured;
    this.readsLeft = new AtomicLong(whole.reads());
    this.nsLeft = new AtomicLong(whole.ns());
  }

  /** For work that stands alone: what one may cost, and no store. */
  static Budget alone(long reads, long ns) {
    return new Budget(new Cost(0, 0), new Cost(reads, ns), new Cost(reads, ns));
  }

  /** What a file that begins now may cost. */
  Cost ofFile() {
    return new Cost(
        upTo(dearest.reads(), assured.reads(), readsLeft.get()),
        upTo(dearest.ns(), assured.ns(), nsLeft.get()));
  }

  private static long upTo(long dearest, long assured, long left) {
    return Math.min(dearest, left >= dearest ? dearest : assured + Math.max(0, left));
  }

  /** Reads for work whose result others share; 0 when whoever does it has to pay for it. */
  long readsOfSharedWork() {
    return Math.min(dearest.reads(), Math.max(0, readsLeft.get()));
  }

  void spentOnSharedWork(long reads) {
    readsLeft.addAndGet(-reads);
  }

  /** A file has ended. */
  void spent(long reads, long ns) {
    readsLeft.addAndGet(-Math.max(0, reads - assured.reads()));
    nsLeft.addAndGet(-Math.max(0, ns - assured.ns()));
  }

  BudgetSpent readsSpent(long allowed) {
    return allowed < dearest.reads()
        ? ofReport(whole.reads() + " reads of kernel memory")
        : new BudgetSpent(allowed + " reads of kernel memory", REMEDY);
  }

  BudgetSpent timeSpent(long allowedNs, long reads) {
    return allowedNs < dearest.ns()
        ? ofReport(whole.ns() / SECOND + " s")
        : new BudgetSpent("time, after " + reads + " reads of kernel memory", REMEDY);
  }

  private static BudgetSpent ofReport(String cost) {
    return new BudgetSpent("that of the whole report, " + cost, REMEDY);
  }
}
