package org.vmcore.kernel.lock;

import java.util.Optional;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Who has a lock.
 *
 * @param task the one owner; empty when none or several have it, or the lock does not say
 * @param state the same in words
 */
record LockOwner(Optional<Task> task, String state) {
  private static final long FLAGS =
      7; // MUTEX_FLAGS, RWSEM_OWNER_FLAGS_MASK: below a task's address
  private static final long RWSEM_READER_OWNED = 1; // kernel/locking/rwsem.c
  private static final long RWSEM_WRITER_LOCKED = 1;
  private static final int RWSEM_READER_SHIFT = 8;
  private static final long RT_MUTEX_HAS_WAITERS = 1; // kernel/locking/rtmutex_common.h

  static LockOwner of(Program kernel, LockKind kind, long address) {
    Value lock =
        kernel.object(kind == LockKind.RT_MUTEX ? rtMutexType(kernel) : kind.lockType(), address);
    return switch (kind) {
      case MUTEX -> ofWord(kernel, word(lock.field("owner")) & ~FLAGS);
      case RW_SEMAPHORE -> ofRwSemaphore(kernel, lock);
      case SEMAPHORE -> ofSemaphore(kernel, lock);
      case PERCPU_RW_SEMAPHORE -> ofPercpu(lock);
      case RT_MUTEX -> ofWord(kernel, lock.field("owner").asLong() & ~RT_MUTEX_HAS_WAITERS);
    };
  }

  private static String rtMutexType(Program kernel) {
    return kernel.hasType("struct rt_mutex_base") ? "struct rt_mutex_base" : "struct rt_mutex";
  }

  /** An {@code atomic_long_t} or, in older kernels, a pointer. */
  private static long word(Value owner) {
    return owner.type().asStruct().isPresent() ? owner.field("counter").asLong() : owner.asLong();
  }

  private static LockOwner ofWord(Program kernel, long address) {
    Optional<Task> task = TaskAddresses.of(kernel).at(address);
    if (task.isPresent()) {
      return new LockOwner(task, "held by " + TaskText.of(task.get()));
    }
    return new LockOwner(
        Optional.empty(),
        address == 0 ? "free" : "held by a task that is gone: " + Long.toHexString(address));
  }

  private static LockOwner ofRwSemaphore(Program kernel, Value lock) {
    long count = word(lock.field("count"));
    if (!lock.has("owner")) {
      return new LockOwner(Optional.empty(), "its count is " + count + ", its owner not recorded");
    }
    long owner = word(lock.field("owner"));
    if ((owner & RWSEM_READER_OWNED) == 0) {
      return ofWord(kernel, owner & ~FLAGS);
    }
    boolean counts = lock.field("owner").type().asStruct().isPresent(); // since 5.3
    boolean written = counts && (count & RWSEM_WRITER_LOCKED) != 0;
    long readers = counts && !written ? count >> RWSEM_READER_SHIFT : 0;
    String last =
        TaskAddresses.of(kernel)
            .at(owner & ~FLAGS)
            .map(task -> ", the last that took it: " + TaskText.of(task))
            .orElse("");
    return new LockOwner(
        Optional.empty(),
        readers > 0 ? "held by " + readers + " readers" + last : "held by readers" + last);
  }

  private static LockOwner ofSemaphore(Program kernel, Value lock) {
    if (!lock.has("last_holder")) {
      return new LockOwner(
          Optional.empty(), "its count is " + lock.field("count").asLong() + ", no owner recorded");
    }
    LockOwner last = ofWord(kernel, lock.field("last_holder").asLong());
    return new LockOwner(Optional.empty(), "last " + last.state());
  }

  private static LockOwner ofPercpu(Value lock) {
    boolean blocked = lock.has("block") && word(lock.field("block")) != 0;
    return new LockOwner(
        Optional.empty(),
        blocked ? "held for writing, by whom is not recorded" : "not held for writing");
  }
}
