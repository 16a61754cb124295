package org.vmcore.kernel.lock;

import java.util.List;
import java.util.Optional;

/**
 * Sleeping locks: how the kernel calls them and what lies on a waiter's stack, {@code
 * kernel/locking}.
 */
public enum LockKind {
  MUTEX("mutex", "struct mutex_waiter", "list", "task", List.of("__mutex_lock", "__ww_mutex_lock")),
  RW_SEMAPHORE(
      "rw_semaphore",
      "struct rwsem_waiter",
      "list",
      "task",
      List.of(
          "rwsem_down_read_slowpath",
          "rwsem_down_write_slowpath",
          "__rwsem_down_read_failed_common",
          "__rwsem_down_write_failed_common",
          "rwsem_down_read_failed",
          "rwsem_down_write_failed")),
  SEMAPHORE(
      "semaphore",
      "struct semaphore_waiter",
      "list",
      "task",
      List.of(
          "__down",
          "__down_common",
          "___down_common",
          "__down_interruptible",
          "__down_killable",
          "__down_timeout")),
  PERCPU_RW_SEMAPHORE(
      "percpu_rw_semaphore",
      "struct wait_queue_entry",
      "entry",
      "private",
      List.of("percpu_rwsem_wait")),
  /** Also what mutexes and others are made of in kernels for real time. */
  RT_MUTEX("rt_mutex", "struct rt_mutex_waiter", "", "task", List.of());

  private final String kernelName;
  private final String waiterType;
  private final String link;
  private final String task;
  private final List<String> functions;

  LockKind(String kernelName, String waiterType, String link, String task, List<String> functions) {
    this.kernelName = kernelName;
    this.waiterType = waiterType;
    this.link = link;
    this.task = task;
    this.functions = functions;
  }

  /** The kind that this function waits for. */
  static Optional<LockKind> waitedForIn(String function) {
    int suffix = function.indexOf('.'); // that the compiler gave to a variant
    String name = suffix < 0 ? function : function.substring(0, suffix);
    for (LockKind kind : values()) {
      if (kind.functions.contains(name)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** {@code mutex}. */
  public String kernelName() {
    return kernelName;
  }

  /** {@code struct mutex}. */
  String lockType() {
    return "struct " + kernelName;
  }

  /** The structure that stands for a waiter. */
  String waiterType() {
    return waiterType;
  }

  /** Its member that links the waiters. */
  String link() {
    return link;
  }

  /** Its member that tells who waits. */
  String task() {
    return task;
  }
}
