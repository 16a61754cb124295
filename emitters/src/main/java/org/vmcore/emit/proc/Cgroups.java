package org.vmcore.emit.proc;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cgroup.Controllers;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code proc_cgroupstats_show()}, {@code kernel/cgroup/cgroup-v1.c}. */
final class Cgroups {
  @Emits(value = "proc/cgroups", needs = "cgroup_subsys")
  void cgroups(Program kernel, Text out) {
    out.line("#subsys_name\thierarchy\tnum_cgroups\tenabled");
    for (Value controller : Controllers.all(kernel)) {
      if (!Controllers.isAbsentInVersion1(controller)) {
        Value root = controller.field("root");
        out.line(
            "%s\t%d\t%d\t%d",
            controller.field("legacy_name").asString(),
            root.field("hierarchy_id").asInt(),
            root.at("nr_cgrps.counter").asInt(),
            Controllers.isEnabled(controller) ? 1 : 0);
      }
    }
  }
}
