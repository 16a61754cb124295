package org.vmcore.model;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.dump.MemoryFault;

/**
 * Reads of kernel memory by the current thread: counted against a budget, faults remembered. The
 * engine starts one for each file; without one, reads are free. Confined to one thread.
 */
public final class Reads {
  private static final ThreadLocal<Reads> CURRENT = new ThreadLocal<>();
  private static final int CHECK_EVERY =
      4096; // asking the clock at each read would double its cost
  private static final int FAULTS_KEPT = 16;

  private final long maxReads;
  private final long deadlineNs;
  private final List<MemoryFault> faults = new ArrayList<>();
  private long reads;
  private long nrFaults;

  private Reads(long maxReads, long budgetNs) {
    this.maxReads = maxReads;
    this.deadlineNs = System.nanoTime() + budgetNs;
  }

  /** Starts counting on this thread, in place of what counted before. */
  public static Reads start(long maxReads, long budgetNs) {
    Reads reads = new Reads(maxReads, budgetNs);
    CURRENT.set(reads);
    return reads;
  }

  /** Ends counting on this thread. */
  public static void stop() {
    CURRENT.remove();
  }

  static void count() {
    Reads current = CURRENT.get();
    if (current != null) {
      current.step();
    }
  }

  static void failed(MemoryFault fault) {
    Reads current = CURRENT.get();
    if (current != null) {
      current.nrFaults++;
      if (current.faults.size() < FAULTS_KEPT) {
        current.faults.add(fault);
      }
    }
  }

  private void step() {
    reads++;
    if (reads > maxReads) {
      throw new BudgetSpent(maxReads + " reads of kernel memory");
    }
    if (reads % CHECK_EVERY == 0 && System.nanoTime() - deadlineNs > 0) {
      throw new BudgetSpent("time, after " + reads + " reads of kernel memory");
    }
  }

  public long reads() {
    return reads;
  }

  /** Faults in all, caught ones included. */
  public long nrFaults() {
    return nrFaults;
  }

  /** The first few faults. */
  public List<MemoryFault> faults() {
    return List.copyOf(faults);
  }
}
