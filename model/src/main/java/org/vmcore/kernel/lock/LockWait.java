package org.vmcore.kernel.lock;

import org.vmcore.kernel.task.Task;

/**
 * A task that waits for a lock.
 *
 * @param lock address of the lock; 0 when it cannot be found
 * @param mode how it wants the lock: {@code for reading}; empty for locks that know one way
 */
public record LockWait(Task task, LockKind kind, long lock, String mode) {}
