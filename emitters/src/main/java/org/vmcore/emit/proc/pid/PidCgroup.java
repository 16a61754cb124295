package org.vmcore.emit.proc.pid;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cgroup.Cgroup;
import org.vmcore.kernel.cgroup.CgroupHierarchy;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;

/** {@code /proc/PID/cgroup} as {@code proc_cgroup_show()}, {@code kernel/cgroup/cgroup.c}. */
final class PidCgroup {
  @EmitsMany(path = "proc/{pid}/cgroup", each = Pids.class)
  void cgroup(Program kernel, Task task, Text out) {
    write(kernel, task, out);
  }

  @EmitsMany(path = "proc/{pid}/task/{tid}/cgroup", each = Tids.class)
  void cgroupOfThread(Program kernel, Task task, Text out) {
    write(kernel, task, out);
  }

  private static void write(Program kernel, Task task, Text out) {
    for (CgroupHierarchy hierarchy : CgroupHierarchy.mounted(kernel)) {
      out.print("%d:", hierarchy.id());
      out.raw(String.join(",", names(hierarchy)));
      out.append(':');
      out.raw(path(task, hierarchy));
      out.append('\n');
    }
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

  /** {@code proc_cpuset_show()}, {@code kernel/cgroup/cpuset.c}. */
  @EmitsMany(path = "proc/{pid}/cpuset", each = Pids.class, needs = "cpuset_cgrp_subsys")
  void cpuset(Program kernel, Task task, Text out) {
    out.raw(Cgroup.ofController(task, "cpuset_cgrp_id").path());
    out.append('\n');
  }
}
