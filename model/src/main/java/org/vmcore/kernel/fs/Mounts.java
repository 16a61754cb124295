package org.vmcore.kernel.fs;

import java.util.List;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.rbtree.RbTree;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The mounts of a namespace, {@code fs/namespace.c}, in the kernel's order. */
public final class Mounts {
  private Mounts() {}

  /** {@code struct mount}s of pid 1's namespace. */
  public static List<Value> ofFirstProcess(Program kernel) {
    return Tasks.of(kernel)
        .byPid(1)
        .flatMap(Task::nsproxy)
        .map(nsproxy -> of(nsproxy.field("mnt_ns")))
        .orElse(List.of());
  }

  /**
   * {@code struct mount}s of a namespace, cursors of readers left out.
   *
   * @param namespace a {@code struct mnt_namespace}, or a pointer to it
   */
  public static List<Value> of(Value namespace) {
    if (namespace.has("mounts.rb_node")) { // 6.8+
      return RbTree.inOrder(namespace.field("mounts"), "struct mount", "mnt_node");
    }
    return ListHead.forEachEntry(namespace.field("list"), "struct mount", "mnt_list").stream()
        .filter(mount -> !isCursor(mount))
        .toList();
  }

  /** {@code mnt_is_cursor()}: a reader of {@code /proc/mounts} marks its place in the list. */
  private static boolean isCursor(Value mount) {
    return (mount.at("mnt.mnt_flags").asLong() & MNT_CURSOR) != 0
        && mount.at("mnt.mnt_root").isNull();
  }

  private static final long MNT_CURSOR = 0x10000000; // include/linux/mount.h
}
