package org.vmcore.kernel.lock;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.stack.Frame;
import org.vmcore.kernel.stack.Stacks;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Which tasks wait for which locks, found once. Immutable. */
public final class LockWaits {
  private static final int NEAR_THE_TOP = 8; // the function that waits is among the innermost

  private final Program kernel;
  private final Map<Task, LockWait> waits = new LinkedHashMap<>();
  private final List<Lock> locks = new ArrayList<>();

  private record Place(LockKind kind, long address) {}

  private LockWaits(Program kernel) {
    this.kernel = kernel;
    for (Task task : Tasks.of(kernel).all()) {
      if (task.state() != 0) {
        find(task).ifPresent(wait -> waits.put(task, wait));
      }
    }
    Map<Place, List<LockWait>> byLock = new LinkedHashMap<>();
    for (LockWait wait : waits.values()) {
      Place place = new Place(wait.kind(), wait.lock());
      byLock.computeIfAbsent(place, p -> new ArrayList<>()).add(wait);
    }
    byLock.forEach((place, waiters) -> addLock(place.kind(), place.address(), waiters));
  }

  public static LockWaits of(Program kernel) {
    return kernel.computed(LockWaits.class, LockWaits::new);
  }

  private void addLock(LockKind kind, long address, List<LockWait> waiters) {
    LockOwner owner = new LockOwner(Optional.empty(), "cannot be found");
    if (address != 0) {
      try {
        owner = LockOwner.of(kernel, kind, address);
      } catch (MemoryFault fault) {
        owner = new LockOwner(Optional.empty(), "cannot be read");
      }
    }
    locks.add(new Lock(kind, address, owner.task(), owner.state(), waiters));
  }

  private Optional<LockWait> find(Task task) {
    if (task.value().has("pi_blocked_on.lock") && !task.value().field("pi_blocked_on").isNull()) {
      Value waiter = task.value().field("pi_blocked_on");
      return Optional.of(new LockWait(task, LockKind.RT_MUTEX, waiter.field("lock").asLong(), ""));
    }
    List<Frame> frames = Stacks.of(kernel).trace(task).frames();
    for (int i = 0; i < Math.min(frames.size(), NEAR_THE_TOP); i++) {
      String function = frames.get(i).function();
      Optional<LockKind> kind = LockKind.waitedForIn(function);
      if (kind.isPresent()) {
        OptionalLong lock = lockOf(task, kind.get(), frames, i);
        return Optional.of(
            new LockWait(task, kind.get(), lock.orElse(0), mode(frames, i, kind.get())));
      }
    }
    return Optional.empty();
  }

  private OptionalLong lockOf(Task task, LockKind kind, List<Frame> frames, int waiting) {
    TaskAddresses tasks = TaskAddresses.of(kernel);
    return new WaiterOnStack(task, kind, frames, waiting, tasks::has).lock();
  }

  /** From the names of the functions that take such locks. */
  private static String mode(List<Frame> frames, int waiting, LockKind kind) {
    if (kind != LockKind.RW_SEMAPHORE && kind != LockKind.PERCPU_RW_SEMAPHORE) {
      return "";
    }
    for (int i = waiting; i < Math.min(waiting + 2, frames.size()); i++) {
      String function = frames.get(i).function();
      if (function.contains("read")) {
        return "for reading";
      }
      if (function.contains("write")) {
        return "for writing";
      }
    }
    return "";
  }

  /** The locks that tasks wait for, in the order of their first waiters' pids. */
  public List<Lock> locks() {
    return List.copyOf(locks);
  }

  /** What a task waits for; empty when it is no lock. */
  public Optional<LockWait> waitOf(Task task) {
    return Optional.ofNullable(waits.get(task));
  }

  /** The lock of this address. */
  public Optional<Lock> lock(long address) {
    return locks.stream().filter(lock -> lock.address() == address && address != 0).findFirst();
  }

  /**
   * The task, the owner of what it waits for, the owner of what that waits for, and so on. In a
   * deadlock the last is one that came before.
   */
  public List<Task> chain(Task task) {
    List<Task> chain = new ArrayList<>(List.of(task));
    Optional<Task> next = ownerBlocking(task);
    while (next.isPresent()) {
      boolean repeats = chain.contains(next.get());
      chain.add(next.get());
      next = repeats ? Optional.empty() : ownerBlocking(next.get());
    }
    return chain;
  }

  private Optional<Task> ownerBlocking(Task task) {
    return waitOf(task).flatMap(wait -> lock(wait.lock())).flatMap(Lock::owner);
  }
}
