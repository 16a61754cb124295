package org.vmcore.emit.sys.cgroup;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cgroup.CgroupFile;
import org.vmcore.kernel.cgroup.CgroupTasks;
import org.vmcore.kernel.cgroup.CgroupType;
import org.vmcore.kernel.cgroup.Controllers;
import org.vmcore.kernel.psi.PsiGroup;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Files of the groups themselves, {@code kernel/cgroup/cgroup.c} and {@code cgroup-v1.c}. */
final class CoreFiles {
  private static final int CGROUP_FILE_PROCS = 0; // enum of kernel/cgroup/cgroup-v1.c

  private CoreFiles() {}

  static void register(Map<String, CgroupShow> functions) {
    functions.put("cgroup_procs_show", CoreFiles::members);
    functions.put("cgroup_pidlist_show", CoreFiles::pidlist);
    functions.put("cgroup_controllers_show", CoreFiles::controllers);
    functions.put("cgroup_subtree_control_show", CoreFiles::subtreeControl);
    functions.put("cgroup_type_show", CoreFiles::type);
    functions.put("cgroup_max_depth_show", (f, out) -> limit(f, "max_depth", out));
    functions.put("cgroup_max_descendants_show", (f, out) -> limit(f, "max_descendants", out));
    functions.put("cgroup_events_show", CoreFiles::events);
    functions.put("cgroup_stat_show", CoreFiles::stat);
    functions.put("cgroup_core_local_stat_show", CoreFiles::localStat);
    functions.put("cgroup_freeze_show", CoreFiles::freeze);
    functions.put("cgroup_pressure_show", CoreFiles::pressureEnabled);
    functions.put("cgroup_io_pressure_show", (f, out) -> pressure(f, "PSI_IO", out));
    functions.put("cgroup_memory_pressure_show", (f, out) -> pressure(f, "PSI_MEM", out));
    functions.put("cgroup_cpu_pressure_show", (f, out) -> pressure(f, "PSI_CPU", out));
    functions.put("cgroup_irq_pressure_show", (f, out) -> pressure(f, "PSI_IRQ", out));
    functions.put(
        "cgroup_read_notify_on_release", (f, out) -> flag(f, "CGRP_NOTIFY_ON_RELEASE", out));
    functions.put(
        "cgroup_clone_children_read", (f, out) -> flag(f, "CGRP_CPUSET_CLONE_CHILDREN", out));
    functions.put("cgroup_release_agent_show", CoreFiles::releaseAgent);
    functions.put("cgroup_sane_behavior_show", (f, out) -> out.line("0"));
  }

  private static Value cgroup(CgroupFile file) {
    return file.cgroup().value();
  }

  /** Two files share the function that shows a line, and differ in the one that starts. */
  private static void members(CgroupFile file, Text out) {
    boolean threads = file.name().equals("cgroup.threads");
    if (!threads && CgroupTasks.isThreaded(file.cgroup())) {
      throw new NoSuchFile("processes of a threaded group cannot be read");
    }
    List<Task> members =
        threads ? CgroupTasks.threads(file.cgroup()) : CgroupTasks.processes(file.cgroup());
    members.forEach(task -> out.line("%d", task.pid()));
  }

  /** Version 1 sorts. */
  private static void pidlist(CgroupFile file, Text out) {
    Stream<Integer> numbers =
        file.privateData() == CGROUP_FILE_PROCS
            ? CgroupTasks.threads(file.cgroup()).stream().map(Task::tgid)
            : CgroupTasks.threads(file.cgroup()).stream().map(Task::pid);
    numbers.distinct().sorted(Comparator.naturalOrder()).forEach(pid -> out.line("%d", pid));
  }

  private static void controllers(CgroupFile file, Text out) {
    names(file.kernel(), Controllers.controlled(file.cgroup()), out);
  }

  private static void subtreeControl(CgroupFile file, Text out) {
    names(file.kernel(), cgroup(file).field("subtree_control").asLong(), out);
  }

  /** {@code cgroup_print_ss_mask()}. */
  private static void names(Program kernel, long mask, Text out) {
    List<String> names = Controllers.names(kernel, mask);
    if (!names.isEmpty()) {
      out.line("%s", String.join(" ", names));
    }
  }

  private static void type(CgroupFile file, Text out) {
    out.line("%s", CgroupType.of(file.cgroup()).text());
  }

  private static void limit(CgroupFile file, String member, Text out) {
    int limit = cgroup(file).field(member).asInt();
    if (limit == Integer.MAX_VALUE) {
      out.line("max");
    } else {
      out.line("%d", limit);
    }
  }

  private static void events(CgroupFile file, Text out) {
    out.line("populated %d", file.cgroup().isPopulated() ? 1 : 0);
    if (cgroup(file).has("freezer")) { // 5.2+
      out.line("frozen %d", file.cgroup().hasFlag("CGRP_FROZEN") ? 1 : 0);
    }
  }

  private static void stat(CgroupFile file, Text out) {
    out.line("nr_descendants %d", cgroup(file).field("nr_descendants").asInt());
    boolean perController = cgroup(file).has("nr_dying_subsys"); // 6.12+
    List<Controllers.Count> counts = perController ? Controllers.counts(file.cgroup()) : List.of();
    counts.forEach(count -> out.line("nr_subsys_%s %d", count.name(), count.nrGroups()));
    out.line("nr_dying_descendants %d", cgroup(file).field("nr_dying_descendants").asInt());
    counts.forEach(count -> out.line("nr_dying_subsys_%s %d", count.name(), count.nrDying()));
  }

  /** How long it has been frozen, with the time that it is now. */
  private static void localStat(CgroupFile file, Text out) {
    out.line("frozen_usec %llu", file.cgroup().frozenNs() / 1000);
  }

  private static void freeze(CgroupFile file, Text out) {
    out.line("%d", cgroup(file).at("freezer.freeze").asLong());
  }

  private static void pressureEnabled(CgroupFile file, Text out) {
    out.line("%d", file.cgroup().psi().field("enabled").asLong());
  }

  private static void pressure(CgroupFile file, String resource, Text out) {
    if (!PsiGroup.isEnabled(file.kernel())) {
      throw new NoSuchFile("pressure is not accounted");
    }
    out.raw(PsiGroup.of(file.cgroup().psi()).show(resource));
  }

  private static void flag(CgroupFile file, String constant, Text out) {
    out.line("%d", file.cgroup().hasFlag(constant) ? 1 : 0);
  }

  private static void releaseAgent(CgroupFile file, Text out) {
    out.line("%s", cgroup(file).at("root->release_agent_path").asString());
  }
}
