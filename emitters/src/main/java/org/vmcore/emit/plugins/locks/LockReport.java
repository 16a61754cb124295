package org.vmcore.emit.plugins.locks;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.lock.Lock;
import org.vmcore.kernel.lock.LockWait;
import org.vmcore.kernel.lock.LockWaits;
import org.vmcore.kernel.lock.WaitReason;
import org.vmcore.kernel.sched.LastRun;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.TaskState;
import org.vmcore.model.Program;

/**
 * Locks with waiters. A lock that nobody waits for leaves no trace of who holds it, unless the
 * kernel was built to record that.
 */
final class LockReport {
  private static final int CHAINS_SHOWN = 10;
  private static final long NS_PER_SECOND = 1_000_000_000;
  private static final long NS_PER_MS = 1_000_000;

  /** Each lock, who has it and who waits for it. */
  @Emits("plugins/locks/held.txt")
  void held(Program kernel, Text out) {
    List<Lock> locks = LockWaits.of(kernel).locks();
    out.line("locks with waiters: %d", locks.size());
    for (Lock lock : locks) {
      out.line("");
      out.line("%s", WaitReason.name(kernel, lock.kind(), lock.address()));
      out.line("  %s", lock.state());
      lock.owner().ifPresent(owner -> owner(kernel, owner, out));
      for (LockWait wait : lock.waiters()) {
        out.print("  wanted by ");
        task(kernel, wait.task(), out);
        out.line("%s", wait.mode().isEmpty() ? "" : ", " + wait.mode());
      }
    }
  }

  private static void owner(Program kernel, Task owner, Text out) {
    out.print("  owner: ");
    task(kernel, owner, out);
    String reason = WaitReason.of(kernel, owner);
    out.line("%s", reason.isEmpty() ? "" : ", waits for " + reason);
  }

  private static void task(Program kernel, Task task, Text out) {
    long agoNs = LastRun.of(kernel).agoNs(task);
    out.print(
        "pid %d \"%s\" %c cpu %d, got a CPU last %ld.%03ld s ago",
        task.pid(),
        task.comm(),
        TaskState.of(task).letter(),
        task.cpu(),
        agoNs / NS_PER_SECOND,
        agoNs % NS_PER_SECOND / NS_PER_MS);
  }

  /** Circles of tasks that wait for each other, then the longest rows of waiting tasks. */
  @Emits("plugins/locks/deadlock.txt")
  void deadlock(Program kernel, Text out) {
    LockWaits waits = LockWaits.of(kernel);
    List<List<Task>> chains =
        waits.locks().stream()
            .flatMap(lock -> lock.waiters().stream())
            .map(wait -> waits.chain(wait.task()))
            .filter(chain -> chain.size() > 1)
            .sorted(Comparator.comparing((List<Task> chain) -> -chain.size()))
            .toList();
    int circles = circles(kernel, chains, out);
    out.line("circles of tasks that wait for each other: %d", circles);
    List<List<Task>> rows = chains.stream().filter(chain -> !endsInCircle(chain)).toList();
    out.line("rows of tasks that wait for the next one: %d", rows.size());
    for (List<Task> chain : rows.subList(0, Math.min(rows.size(), CHAINS_SHOWN))) {
      out.line("");
      chain(kernel, chain, out);
    }
  }

  private static boolean endsInCircle(List<Task> chain) {
    return chain.indexOf(chain.get(chain.size() - 1)) < chain.size() - 1;
  }

  private static int circles(Program kernel, List<List<Task>> chains, Text out) {
    Set<Set<Task>> shown = new HashSet<>();
    for (List<Task> chain : chains) {
      if (endsInCircle(chain)) {
        List<Task> circle = chain.subList(chain.indexOf(chain.get(chain.size() - 1)), chain.size());
        if (shown.add(new HashSet<>(circle))) {
          out.line("deadlock:");
          chain(kernel, circle, out);
          out.line("");
        }
      }
    }
    return shown.size();
  }

  private static void chain(Program kernel, List<Task> chain, Text out) {
    for (Task task : chain) {
      String reason = WaitReason.of(kernel, task);
      out.print("  ");
      task(kernel, task, out);
      out.line("%s", reason.isEmpty() ? "" : ", waits for " + reason);
    }
  }
}
