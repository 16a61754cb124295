package org.vmcore.kernel.fs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * The mounts of a namespace that a process can reach from its root, in the kernel's order: {@code
 * fs/proc_namespace.c}. Found once for all processes with the same view.
 */
public final class MountTable {
  private final List<MountRow> rows = new ArrayList<>();

  private MountTable(Value namespace, DPath names) {
    for (Value entry : Mounts.of(namespace)) {
      Mount mount = new Mount(entry);
      if (names.reachesMount(entry)) {
        rows.add(MountRow.of(mount, names));
      }
    }
  }

  /** A view is a namespace and a root. */
  private record View(long namespace, long rootDentry, long rootMount) {}

  /** What pid 1 sees; nothing without it. */
  public static List<MountRow> ofFirstProcess(Program kernel) {
    return Tasks.of(kernel).byPid(1).flatMap(MountTable::of).orElse(List.of());
  }

  /** What a process sees; empty for one that left the file systems or its namespaces. */
  public static Optional<List<MountRow>> of(Task task) {
    Optional<Value> namespace = task.nsproxy().map(nsproxy -> nsproxy.field("mnt_ns"));
    Optional<Value> root = task.fs().map(fs -> fs.field("root"));
    if (namespace.isEmpty() || namespace.get().isNull() || root.isEmpty()) {
      return Optional.empty();
    }
    View view =
        new View(
            namespace.get().asLong(),
            root.get().field("dentry").asLong(),
            root.get().field("mnt").asLong());
    MountTable table =
        task.value()
            .program()
            .computed(view, kernel -> new MountTable(namespace.get(), DPath.from(root.get())));
    return Optional.of(table.rows);
  }
}
