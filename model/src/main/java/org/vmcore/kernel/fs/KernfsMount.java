package org.vmcore.kernel.fs;

import org.vmcore.kernel.kernfs.KernfsNode;
import org.vmcore.model.Value;

/** A file system on kernfs (sysfs, cgroup, resctrl): its {@code struct kernfs_super_info}. */
public final class KernfsMount {
  private final Value root;

  private KernfsMount(Value root) {
    this.root = root;
  }

  public static KernfsMount of(SuperBlock superBlock) {
    return new KernfsMount(superBlock.fsInfo("struct kernfs_super_info").field("root").deref());
  }

  /** The {@code struct kernfs_root}. */
  public Value root() {
    return root;
  }

  /** Name of a function of {@code kernfs_syscall_ops}; empty when there is none. */
  public String operation(String member) {
    Value operations = root.field("syscall_ops");
    return operations.isNull() ? "" : SuperBlock.functionName(operations.field(member));
  }

  /** {@code kernfs_sop_show_path()}, as the first cgroup namespace sees it. */
  String pathOf(Value dentry) {
    return operation("show_path").isEmpty()
        ? DPath.withinFileSystem(dentry)
        : new KernfsNode(dentry.field("d_inode").field("i_private").cast("struct kernfs_node *"))
            .path();
  }
}
