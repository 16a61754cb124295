package org.vmcore.kernel.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The namespaces that a task is in, {@code fs/proc/namespaces.c}. */
public final class Namespaces {
  /** A name below {@code /proc/PID/ns}, its operations, and where a {@code nsproxy} has it. */
  private record Entry(String name, String type, String operations, String member) {}

  private static final List<Entry> OF_PROXY =
      List.of(
          new Entry("cgroup", "cgroup", "cgroupns_operations", "cgroup_ns"),
          new Entry("ipc", "ipc", "ipcns_operations", "ipc_ns"),
          new Entry("mnt", "mnt", "mntns_operations", "mnt_ns"),
          new Entry("net", "net", "netns_operations", "net_ns"),
          new Entry(
              "pid_for_children", "pid", "pidns_for_children_operations", "pid_ns_for_children"),
          new Entry("time", "time", "timens_operations", "time_ns"),
          new Entry(
              "time_for_children",
              "time",
              "timens_for_children_operations",
              "time_ns_for_children"),
          new Entry("uts", "uts", "utsns_operations", "uts_ns"));

  private Namespaces() {}

  /**
   * A namespace.
   *
   * @param name of the link: {@code pid_for_children}
   * @param type {@code pid}
   * @param value the structure, {@code struct pid_namespace}
   */
  public record Namespace(String name, String type, Value value) {
    /** Its number among all of its type. */
    public long inum() {
      return value.at("ns.inum").asLong() & 0xffffffffL;
    }

    /** {@code pid:[4026531836]}. */
    public String link() {
      return type + ":[" + inum() + "]";
    }
  }

  /** Those of the types that this kernel has, by name; few of a task that has ended. */
  public static List<Namespace> of(Task task) {
    Program kernel = task.value().program();
    List<Namespace> namespaces = new ArrayList<>();
    task.nsproxy().ifPresent(proxy -> addOfProxy(proxy, namespaces));
    if (kernel.findAddress("pidns_operations").isPresent()) {
      ofPids(task).ifPresent(ns -> namespaces.add(new Namespace("pid", "pid", ns)));
    }
    if (kernel.findAddress("userns_operations").isPresent()) {
      namespaces.add(new Namespace("user", "user", ofUsers(task)));
    }
    namespaces.sort((a, b) -> a.name().compareTo(b.name()));
    return namespaces;
  }

  private static void addOfProxy(Value proxy, List<Namespace> namespaces) {
    for (Entry entry : OF_PROXY) {
      if (proxy.program().findAddress(entry.operations).isPresent() && proxy.has(entry.member)) {
        Value namespace = proxy.field(entry.member);
        if (!namespace.isNull()) {
          namespaces.add(new Namespace(entry.name, entry.type, namespace.deref()));
        }
      }
    }
  }

  /** {@code task_active_pid_ns()}: the last of those that number the task; none when reaped. */
  private static Optional<Value> ofPids(Task task) {
    Value pid = task.value().field("thread_pid");
    if (pid.isNull()) {
      return Optional.empty();
    }
    Value number = pid.field("numbers").index(pid.field("level").asInt());
    return Optional.of(number.field("ns").deref());
  }

  /** The {@code struct user_namespace} of a task's credentials. */
  public static Value ofUsers(Task task) {
    return task.cred().field("user_ns").deref();
  }
}
