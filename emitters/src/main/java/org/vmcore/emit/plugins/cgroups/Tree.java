package org.vmcore.emit.plugins.cgroups;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.emit.commands.TextTable;
import org.vmcore.kernel.cgroup.Cgroup;
import org.vmcore.kernel.cgroup.CgroupCpuStat;
import org.vmcore.kernel.cgroup.CgroupHierarchy;
import org.vmcore.kernel.cgroup.CgroupTasks;
import org.vmcore.kernel.cgroup.MemCgroup;
import org.vmcore.model.Program;

/**
 * All control groups of all hierarchies in use, with those that were removed and cannot be freed:
 * each of these keeps the memory that it still has charged, and its counters.
 */
final class Tree {
  private static final int MAX_DEPTH = 128;
  private static final long NSEC_PER_MSEC = 1_000_000;

  @Emits(value = "plugins/cgroups/tree.txt", needs = "cgroup_roots")
  void tree(Program kernel, Text out) {
    Map<Long, MemCgroup> memory = new HashMap<>();
    if (kernel.hasSymbol("root_mem_cgroup")) {
      List<MemCgroup> all = MemCgroup.all(kernel);
      all.forEach(group -> memory.put(group.cgroup().value().address(), group));
      long nrDying = all.stream().filter(group -> !group.isOnline()).count();
      out.line("%d groups count memory, of them %d removed and still in use", all.size(), nrDying);
    }
    for (CgroupHierarchy hierarchy : CgroupHierarchy.mounted(kernel)) {
      Listing listing = new Listing(hierarchy.isUnified(), memory);
      listing.add(new Cgroup(hierarchy.top()), 0);
      out.append('\n');
      out.line(
          "Hierarchy %d (%s): %d groups, of them %d removed and still in use",
          hierarchy.id(), title(hierarchy), listing.nrGroups, listing.nrDying);
      listing.table.print(out);
    }
  }

  private static String title(CgroupHierarchy hierarchy) {
    if (hierarchy.isUnified()) {
      return "version 2";
    }
    String controllers = String.join(",", hierarchy.controllers());
    return "version 1: " + (controllers.isEmpty() ? hierarchy.name() : controllers);
  }

  /** Rows of a hierarchy, and how many there are of each kind. */
  private static final class Listing {
    private final boolean unified;
    private final Map<Long, MemCgroup> memory;
    private final TextTable table = new TextTable();
    private int nrGroups;
    private int nrDying;

    Listing(boolean unified, Map<Long, MemCgroup> memory) {
      this.unified = unified;
      this.memory = memory;
      table.right("ID", 1).right("TASKS", 1);
      table.right("MEMORY-KB", 1).right("SWAP-KB", 1).right("CPU-MS", 1);
      table.left("STATE", 1).left("GROUP", 1);
    }

    void add(Cgroup group, int depth) {
      nrGroups++;
      nrDying += group.isDead() ? 1 : 0;
      Optional<MemCgroup> own = Optional.ofNullable(memory.get(group.value().address()));
      table.row(
          Long.toUnsignedString(group.ino()),
          Integer.toString(CgroupTasks.threads(group).size()),
          own.map(m -> kb(m, "memory")).orElse("-"),
          own.map(m -> kb(m, unified ? "swap" : "memsw")).orElse("-"),
          unified ? Long.toString(CgroupCpuStat.of(group).runNs() / NSEC_PER_MSEC) : "-",
          state(group),
          "  ".repeat(depth) + (group.isRoot() ? "/" : group.name()));
      if (depth < MAX_DEPTH) {
        group.childrenAndDying().forEach(child -> add(child, depth + 1));
      }
    }

    private static String kb(MemCgroup memory, String counter) {
      return Long.toString(memory.counter(counter).usageBytes() >> 10);
    }

    private static String state(Cgroup group) {
      if (group.isDead()) {
        return "removed";
      }
      return group.isPopulated() ? "populated" : "empty";
    }
  }
}
