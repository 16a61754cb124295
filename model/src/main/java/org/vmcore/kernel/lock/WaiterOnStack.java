package org.vmcore.kernel.lock;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongPredicate;
import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.stack.Frame;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;

/**
 * Finds the lock that a task waits for by the structure with which it queued up: a local variable
 * of the function that waits. A candidate counts only when its neighbours in the queue point back.
 */
final class WaiterOnStack {
  private static final int MAX_QUEUE = 4096;

  private final Program kernel;
  private final LockKind kind;
  private final Task task;
  private final List<Frame> frames;
  private final int waiting; // number of the function that waits
  private final LongPredicate isTask;

  WaiterOnStack(Task task, LockKind kind, List<Frame> frames, int waiting, LongPredicate isTask) {
    this.kernel = task.value().program();
    this.kind = kind;
    this.task = task;
    this.frames = frames;
    this.waiting = waiting;
    this.isTask = isTask;
  }

  /** Address of the lock; empty when the stack does not tell. */
  OptionalLong lock() {
    String type = kind.lockType();
    if (kind == LockKind.MUTEX && task.value().has("blocked_on.owner")) {
      long lock = task.value().field("blocked_on").asLong();
      if (lock != 0) {
        return OptionalLong.of(lock); // since 6.17
      }
    }
    try {
      Set<Long> queue = queue();
      String list = kind == LockKind.PERCPU_RW_SEMAPHORE ? "waiters.head" : "wait_list";
      if (kernel.hasMember(type, list)) {
        return headOf(queue, kernel.offsetOf(type, list));
      }
      return kernel.hasMember(type, "first_waiter")
          ? pointedTo(queue, kernel.offsetOf(type, "first_waiter"))
          : OptionalLong.empty();
    } catch (MemoryFault fault) {
      return OptionalLong.empty();
    }
  }

  /** Links of the queue that the task is in, those of waiters and perhaps of the lock. */
  private Set<Long> queue() {
    long toLink = kernel.offsetOf(kind.waiterType(), kind.link());
    long toTask = kernel.offsetOf(kind.waiterType(), kind.task());
    for (long at = bottom(); Long.compareUnsigned(at, top(1)) < 0; at += Long.BYTES) {
      if (kernel.memory().u64(at) == task.address()) {
        long link = at - toTask + toLink;
        if (isLinked(link)) {
          return ring(link);
        }
      }
    }
    return Set.of();
  }

  private long bottom() {
    return frames.get(0).slot();
  }

  /** Where the variables of the waiting function end, and of some of its callers. */
  private long top(int nrCallers) {
    int above = Math.min(waiting + nrCallers, frames.size() - 1);
    return frames.get(above).slot();
  }

  private boolean isLinked(long link) {
    long next = kernel.memory().u64(link);
    long prev = kernel.memory().u64(link + Long.BYTES);
    return kernel.memory().isReadable(next)
        && kernel.memory().isReadable(prev)
        && kernel.memory().u64(next + Long.BYTES) == link
        && kernel.memory().u64(prev) == link;
  }

  private Set<Long> ring(long link) {
    Set<Long> ring = new LinkedHashSet<>();
    long next = link;
    while (ring.size() < MAX_QUEUE && ring.add(next)) {
      next = kernel.memory().u64(next);
    }
    return ring;
  }

  /** The one link that is not a waiter's belongs to the lock. */
  private OptionalLong headOf(Set<Long> queue, long offset) {
    long toLink = kernel.offsetOf(kind.waiterType(), kind.link());
    long toTask = kernel.offsetOf(kind.waiterType(), kind.task());
    for (long link : queue) {
      if (!isTask.test(kernel.memory().u64(link - toLink + toTask))) {
        return OptionalLong.of(link - offset);
      }
    }
    return OptionalLong.empty();
  }

  /**
   * Newer locks point to their first waiter: so does what a pointer on the stack leads to. Waiters
   * point to each other, too.
   */
  private OptionalLong pointedTo(Set<Long> queue, long offset) {
    long toLink = kernel.offsetOf(kind.waiterType(), kind.link());
    for (long at = bottom(); Long.compareUnsigned(at, top(2)) < 0; at += Long.BYTES) {
      long lock = kernel.memory().u64(at);
      if (!frames.get(waiting).stack().holds(lock, 1)
          && kernel.memory().isReadable(lock + offset)
          && queue.contains(kernel.memory().u64(lock + offset) + toLink)) {
        return OptionalLong.of(lock);
      }
    }
    return OptionalLong.empty();
  }
}
