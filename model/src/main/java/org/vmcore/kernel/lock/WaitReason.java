package org.vmcore.kernel.lock;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmcore.kernel.stack.Frame;
import org.vmcore.kernel.stack.Stacks;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;

/** What a task waits for, in words: a lock with its owner, or what the names of functions say. */
public final class WaitReason {
  private static final int NEAR_THE_TOP = 10;

  private static final List<Map.Entry<String, String>> BY_FUNCTION =
      List.of(
          Map.entry("folio_wait_bit", "a page that is locked or being written"),
          Map.entry("folio_wait_writeback", "a page that is being written"),
          Map.entry("wait_on_page_bit", "a page that is locked or being written"),
          Map.entry("__folio_lock", "a page that is locked"),
          Map.entry("__lock_page", "a page that is locked"),
          Map.entry("__wait_on_buffer", "a buffer that is being read or written"),
          Map.entry("__wait_on_freeing_inode", "an inode that is being freed"),
          Map.entry("out_of_line_wait_on_bit", "a bit that others clear"),
          Map.entry("jbd2_log_wait_commit", "a journal's commit"),
          Map.entry("wait_transaction_locked", "a journal's commit"),
          Map.entry("submit_bio_wait", "a request to a disk"),
          Map.entry("blk_mq_get_tag", "a free slot in a disk's queue"),
          Map.entry("blk_execute_rq", "a request to a disk"),
          Map.entry("rq_qos_wait", "a disk's queue to drain"),
          Map.entry("balance_dirty_pages", "dirty pages to be written"),
          Map.entry("synchronize_rcu", "readers of RCU"),
          Map.entry("wait_for_completion", "a completion"),
          Map.entry("wait_for_common", "a completion"),
          Map.entry("__wait_for_common", "a completion"),
          Map.entry("rpc_wait_bit_killable", "an answer of a server"),
          Map.entry("__refrigerator", "being thawed"),
          Map.entry("msleep", "a time to pass"),
          Map.entry("io_schedule", "input or output"));

  private WaitReason() {}

  /** Empty when nothing tells. */
  public static String of(Program kernel, Task task) {
    Optional<LockWait> wait = LockWaits.of(kernel).waitOf(task);
    return wait.isPresent() ? ofLock(kernel, wait.get()) : byFunction(kernel, task);
  }

  private static String ofLock(Program kernel, LockWait wait) {
    String mode = wait.mode().isEmpty() ? "" : " " + wait.mode();
    Optional<Lock> lock = LockWaits.of(kernel).lock(wait.lock());
    String state = lock.map(l -> ", " + l.state()).orElse("");
    return name(kernel, wait.kind(), wait.lock()) + mode + state;
  }

  /** {@code mutex ffff888012345678 (rtnl_mutex)}. */
  public static String name(Program kernel, LockKind kind, long address) {
    if (address == 0) {
      return kind.kernelName() + " that cannot be found";
    }
    String owner = LockNames.of(kernel).of(address);
    return kind.kernelName()
        + " "
        + Long.toHexString(address)
        + (owner.isEmpty() ? "" : " (" + owner + ")");
  }

  private static String byFunction(Program kernel, Task task) {
    List<Frame> frames = Stacks.of(kernel).trace(task).frames();
    for (Map.Entry<String, String> reason : BY_FUNCTION) {
      for (Frame frame : frames.subList(0, Math.min(frames.size(), NEAR_THE_TOP))) {
        if (frame.function().startsWith(reason.getKey())) {
          return reason.getValue();
        }
      }
    }
    return "";
  }
}
