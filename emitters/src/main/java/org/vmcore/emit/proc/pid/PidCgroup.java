package org.vmcore.emit.proc.pid;

import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cgroup.Cgroup;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;

/** {@code /proc/PID/cgroup} as {@code proc_cgroup_show()}, {@code kernel/cgroup/cgroup.c}. */
final class PidCgroup {
  @EmitsMany(path = "proc/{pid}/cgroup", each = Pids.class)
  void cgroup(Program kernel, Task task, Text out) {
    for (String line : CgroupLines.of(task)) {
      out.raw(line);
      out.append('\n');
    }
  }

  @EmitsMany(path = "proc/{pid}/task/{tid}/cgroup", each = Tids.class)
  void cgroupOfThread(Program kernel, Task task, Text out) {
    cgroup(kernel, task, out);
  }

  /** {@code proc_cpuset_show()}, {@code kernel/cgroup/cpuset.c}. */
  @EmitsMany(path = "proc/{pid}/cpuset", each = Pids.class, needs = "cpuset_cgrp_subsys")
  void cpuset(Program kernel, Task task, Text out) {
    out.raw(Cgroup.ofController(task, "cpuset_cgrp_id").path());
    out.append('\n');
  }

  @EmitsMany(path = "proc/{pid}/task/{tid}/cpuset", each = Tids.class, needs = "cpuset_cgrp_subsys")
  void cpusetOfThread(Program kernel, Task task, Text out) {
    cpuset(kernel, task, out);
  }
}
