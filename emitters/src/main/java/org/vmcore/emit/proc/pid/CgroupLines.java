package org.vmcore.emit.proc.pid;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.cgroup.Cgroup;
import org.vmcore.kernel.cgroup.CgroupHierarchy;
import org.vmcore.kernel.task.Task;

/** The lines of {@code /proc/PID/cgroup}, which {@code ps} shows too. */
public final class CgroupLines {
  private CgroupLines() {}

  /** {@code proc_cgroup_show()}: {@code 0::/init.scope}, one for each hierarchy. */
  public static List<String> of(Task task) {
    List<String> lines = new ArrayList<>();
    for (CgroupHierarchy hierarchy : CgroupHierarchy.mounted(task.value().program())) {
      String names = String.join(",", names(hierarchy));
      lines.add(hierarchy.id() + ":" + names + ":" + path(task, hierarchy));
    }
    return lines;
  }

  private static List<String> names(CgroupHierarchy hierarchy) {
    List<String> names = new ArrayList<>();
    if (!hierarchy.isUnified()) {
      names.addAll(hierarchy.controllers());
    }
    if (!hierarchy.name().isEmpty()) {
      names.add("name=" + hierarchy.name());
    }
    return names;
  }

  /** An exiting task has left its groups of version 1. */
  private static String path(Task task, CgroupHierarchy hierarchy) {
    Optional<Cgroup> cgroup = Cgroup.of(task, hierarchy);
    if (cgroup.isEmpty() || !hierarchy.isUnified() && task.isExiting()) {
      return "/";
    }
    boolean dead = hierarchy.isUnified() && cgroup.get().isDead();
    return cgroup.get().path() + (dead ? " (deleted)" : "");
  }
}
