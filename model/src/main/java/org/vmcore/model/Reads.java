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
  private static final int CHECK_EVERY =
      4096; // asking the clock at each read would double its cost
  private static final int FAULTS_KEPT = 16;

  private final long maxReads;
  private final long startNs;
  private final long budgetNs;
  private final List<MemoryFault> faults = new ArrayList<>();
  private long reads;
  private long nrFaults;
  private long nrZeroed;
  private Set<Object> told = newIdentitySet();

  private Reads(long maxReads, long budgetNs) {
    this.maxReads = maxReads;
    this.startNs = System.nanoTime();
    this.budgetNs = budgetNs;
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
   * Does work whose result others will share, with its faults kept apart. Its reads count against
   * the budget of the thread that does it.
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
      throw new BudgetSpent(maxReads + " reads of kernel memory");
    }
    if (reads % CHECK_EVERY == 0 && System.nanoTime() - startNs > budgetNs) {
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

  /** Reads that got zeros in place of bytes that the dump does not hold. */
  public long nrZeroed() {
    return nrZeroed;
  }

  /** The first few faults. */
  public List<MemoryFault> faults() {
    return List.copyOf(faults);
  }
}
