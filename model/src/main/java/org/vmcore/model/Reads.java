package org.vmcore.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.vmcore.dump.MemoryFault;

/**
 * Reads of kernel memory by the current thread: counted against a budget, faults remembered. The
 * engine starts one for each file; without one, reads are free. Confined to one thread.
 */
public final class Reads {
  private static final ThreadLocal<Reads> CURRENT = new ThreadLocal<>();
  private static final int CHECK_EVERY = 512; // asking the clock at each would double its cost
  private static final int FAULTS_KEPT = 16;

  private final Budget budget;
  private final long startNs;
  private final long budgetNs;
  private long maxReads;
  private final List<MemoryFault> faults = new ArrayList<>();
  private long reads;
  private long sharedReads; // paid for by the report
  private long nrFaults;
  private long nrZeroed;
  private Set<Object> told = newIdentitySet();

  private Reads(Budget budget) {
    Budget.Cost allowed = budget.ofFile();
    this.budget = budget;
    this.maxReads = allowed.reads();
    this.startNs = System.nanoTime();
    this.budgetNs = allowed.ns();
  }

  /** Starts counting on this thread, in place of what counted before. */
  public static Reads start(long maxReads, long budgetNs) {
    return start(Budget.alone(maxReads, budgetNs));
  }

  /** As above, for one of the files that share a budget. */
  public static Reads start(Budget budget) {
    Reads reads = new Reads(budget);
    CURRENT.set(reads);
    return reads;
  }

  /** Ends counting on this thread; what was spent is spent. */
  public static void stop() {
    Reads current = CURRENT.get();
    if (current != null) {
      current.budget.spent(current.reads, System.nanoTime() - current.startNs);
    }
    CURRENT.remove();
  }

  /** What shared work met: told to everybody who uses its result, whoever did it. */
  record Met(List<MemoryFault> faults, long nrFaults, long nrZeroed) {
    /** Lets the current thread's reads know; once for each reader. */
    void tell(Object work) {
      Reads current = CURRENT.get();
      if (current != null && nrFaults + nrZeroed > 0 && current.told.add(work)) {
        current.add(this);
      }
    }
  }

  /**
   * Does work whose result others will share, with its faults kept apart. It may read as much as
   * any file, so that its success does not depend on who does it first; when the report has no more
   * to give, its reads count against what the thread that does it has left.
   *
   * @param met receives the faults when the work is done; work that fails leaves them here
   */
  static <T> T shared(Supplier<T> work, Consumer<Met> met) {
    Reads current = CURRENT.get();
    if (current == null) {
      Reads unbounded = start(Long.MAX_VALUE, Long.MAX_VALUE);
      try {
        return unbounded.apart(work, met);
      } finally {
        stop();
      }
    }
    return current.apart(work, met);
  }

  private <T> T apart(Supplier<T> work, Consumer<Met> met) {
    List<MemoryFault> faultsBefore = List.copyOf(faults);
    long nrBefore = nrFaults;
    long nrZeroedBefore = nrZeroed;
    Set<Object> toldBefore = told;
    long readsBefore = reads;
    long maxReadsBefore = maxReads;
    long ofReport = budget.readsOfSharedWork();
    if (ofReport > 0) {
      reads = 0;
      maxReads = ofReport;
    }
    faults.clear();
    nrFaults = 0;
    nrZeroed = 0;
    told = newIdentitySet();
    boolean done = false;
    try {
      T result = work.get();
      done = true;
      return result;
    } finally {
      if (ofReport > 0) {
        budget.spentOnSharedWork(reads);
        sharedReads += reads;
        reads = readsBefore;
        maxReads = maxReadsBefore;
      }
      Met found = new Met(List.copyOf(faults), nrFaults, nrZeroed);
      faults.clear();
      faults.addAll(faultsBefore);
      nrFaults = nrBefore;
      nrZeroed = nrZeroedBefore;
      told = toldBefore;
      if (done) {
        met.accept(found);
      } else {
        add(found);
      }
    }
  }

  private void add(Met met) {
    nrFaults += met.nrFaults();
    nrZeroed += met.nrZeroed();
    met.faults().stream().limit(FAULTS_KEPT - faults.size()).forEach(faults::add);
  }

  private static Set<Object> newIdentitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
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

  /** A read got zeros in place of bytes that the dump does not hold. */
  static void zeroed(long vaddr) {
    Reads current = CURRENT.get();
    if (current != null) {
      current.nrZeroed++;
    }
  }

  private void step() {
    reads++;
    if (reads > maxReads) {
      throw budget.readsSpent(maxReads);
    }
    if (reads % CHECK_EVERY == 0 && System.nanoTime() - startNs > budgetNs) {
      throw budget.timeSpent(budgetNs, reads);
    }
  }

  /** Reads in all, those included that shared work needed. */
  public long reads() {
    return reads + sharedReads;
  }

  /** Faults in all, caught ones included. */
  public long nrFaults() {
    return nrFaults;
  }

  /** Reads that got zeros in place of bytes that the dump does not hold. */
  public long nrZeroed() {
    return nrZeroed;
  }

  /** The first few faults. */
  public List<MemoryFault> faults() {
    return List.copyOf(faults);
  }
}
