package org.vmcore.kernel.lock;

import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.task.Task;

/**
 * A lock that tasks wait for.
 *
 * @param address 0 for one that cannot be found
 * @param owner the one task that has it; empty when none or several have it
 * @param state who has it, in words
 */
public record Lock(
    LockKind kind, long address, Optional<Task> owner, String state, List<LockWait> waiters) {
  public Lock {
    waiters = List.copyOf(waiters);
  }
}
