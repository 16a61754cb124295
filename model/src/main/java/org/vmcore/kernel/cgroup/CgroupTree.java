package org.vmcore.kernel.cgroup;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.fs.DPath;
import org.vmcore.kernel.fs.Mounts;
import org.vmcore.kernel.kernfs.KernfsNode;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * All control groups that pid 1 sees, by the path of their directory: those of the unified
 * hierarchy and of each of version 1, where they are mounted. Found once.
 */
public final class CgroupTree {
  private static final int MAX_GROUPS = 1 << 20;

  private final Map<String, Cgroup> byPath = new TreeMap<>();

  private CgroupTree(Program kernel) {
    mounts(kernel).forEach(this::walk);
  }

  public static CgroupTree of(Program kernel) {
    return kernel.computed(CgroupTree.class, CgroupTree::new);
  }

  /** Groups by the path of their directory: {@code /sys/fs/cgroup/system.slice}; sorted. */
  public Map<String, Cgroup> byPath() {
    return byPath;
  }

  /** Where hierarchies are mounted, and what is at the root there. */
  public static Map<String, Cgroup> mounts(Program kernel) {
    Map<String, Cgroup> mounts = new TreeMap<>();
    if (!kernel.hasSymbol("cgroup_roots")) {
      return mounts; // a kernel without control groups
    }
    DPath names = DPath.of(kernel);
    for (Value mount : Mounts.ofFirstProcess(kernel)) {
      try {
        String type = mount.at("mnt.mnt_sb.s_type.name").asString();
        if (type.equals("cgroup2") || type.equals("cgroup")) {
          Value inode = mount.at("mnt.mnt_root.d_inode");
          KernfsNode top = new KernfsNode(inode.field("i_private").cast("struct kernfs_node *"));
          Cgroup.ofDirectory(top).ifPresent(group -> mounts.put(names.ofMount(mount), group));
        }
      } catch (MemoryFault fault) {
        // one mount less; the fault itself is remembered by the reads
      }
    }
    return mounts;
  }

  private record Directory(String path, Cgroup group) {}

  private void walk(String mountPoint, Cgroup top) {
    Set<Long> seen = new HashSet<>();
    Deque<Directory> rest = new ArrayDeque<>(List.of(new Directory(mountPoint, top)));
    while (!rest.isEmpty() && byPath.size() < MAX_GROUPS) {
      Directory next = rest.pop();
      if (seen.add(next.group.value().address())) {
        byPath.put(next.path, next.group);
        below(next).forEach(rest::push);
      }
    }
  }

  private static List<Directory> below(Directory directory) {
    List<Directory> below = new ArrayList<>();
    try {
      for (Cgroup child : directory.group.children()) {
        below.add(new Directory(directory.path + "/" + child.name(), child));
      }
    } catch (MemoryFault fault) {
      // what is below cannot be found; the fault itself is remembered by the reads
    }
    return below;
  }
}
