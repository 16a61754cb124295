package org.vmcore.emit.proc.pid;

import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Text;
import org.vmcore.kernel.task.IdMap;
import org.vmcore.kernel.task.Namespaces;
import org.vmcore.kernel.task.Namespaces.Namespace;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The namespaces of a process and how they map users and time. */
final class PidNamespaces {
  private static final int USERNS_SETGROUPS_ALLOWED = 1; // include/linux/user_namespace.h

  /** {@code proc_ns_get_link()}, {@code fs/proc/namespaces.c}. */
  @EmitsMany(path = "proc/{pid}/ns/{name}", each = NamespaceLinks.class)
  void link(Program kernel, Namespace namespace, Text out) {
    out.linkTo(namespace.link());
  }

  @EmitsMany(path = "proc/{pid}/uid_map", each = Pids.class, needs = "userns_operations")
  void uidMap(Program kernel, Task task, Text out) {
    writeMap(task, "uid_map", out);
  }

  @EmitsMany(path = "proc/{pid}/gid_map", each = Pids.class, needs = "userns_operations")
  void gidMap(Program kernel, Task task, Text out) {
    writeMap(task, "gid_map", out);
  }

  @EmitsMany(path = "proc/{pid}/projid_map", each = Pids.class, needs = "userns_operations")
  void projectMap(Program kernel, Task task, Text out) {
    writeMap(task, "projid_map", out);
  }

  /** {@code uid_m_show()}, {@code kernel/user_namespace.c}, for a reader in the first namespace. */
  private static void writeMap(Task task, String map, Text out) {
    for (Value extent : IdMap.extents(Namespaces.ofUsers(task).field(map))) {
      out.line(
          "%10u %10u %10u",
          extent.field("first").asLong(),
          extent.field("lower_first").asLong(),
          extent.field("count").asLong());
    }
  }

  /** {@code proc_setgroups_show()}. */
  @EmitsMany(path = "proc/{pid}/setgroups", each = Pids.class, needs = "userns_operations")
  void setgroups(Program kernel, Task task, Text out) {
    long flags = Namespaces.ofUsers(task).field("flags").asLong();
    out.line((flags & USERNS_SETGROUPS_ALLOWED) != 0 ? "allow" : "deny");
  }

  /** {@code proc_timens_show_offsets()}, {@code kernel/time/namespace.c}: empty for a zombie. */
  @EmitsMany(
      path = "proc/{pid}/timens_offsets",
      each = Pids.class,
      needs = "timens_for_children_operations")
  void timeOffsets(Program kernel, Task task, Text out) {
    task.nsproxy().ifPresent(proxy -> writeOffsets(proxy, out));
  }

  private static void writeOffsets(Value proxy, Text out) {
    Value offsets = proxy.field("time_ns_for_children").field("offsets");
    for (String clock : new String[] {"monotonic", "boottime"}) {
      Value offset = offsets.field(clock);
      out.line(
          "%-10s %10d %9d",
          clock, offset.field("tv_sec").asLong(), offset.field("tv_nsec").asLong());
    }
  }
}
