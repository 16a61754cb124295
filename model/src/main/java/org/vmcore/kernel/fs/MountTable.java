package org.vmcore.kernel.fs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
  private final Set<Place> places = new HashSet<>();

  private MountTable(Value namespace, DPath names) {
    for (Value entry : Mounts.of(namespace)) {
      Mount mount = new Mount(entry);
      if (names.reachesMount(entry)) {
        rows.add(MountRow.of(mount, names));
        places.add(
            new Place(entry.field("mnt_parent").asLong(), entry.field("mnt_mountpoint").asLong()));
      }
    }
  }

  /** Where something is mounted. */
  private record Place(long mount, long dentry) {}

  /** A view is a namespace and a root. */
  private record View(long namespace, long rootDentry, long rootMount) {}

  /** What pid 1 sees; empty without it. */
  public static Optional<MountTable> ofFirstProcess(Program kernel) {
    return Tasks.of(kernel).byPid(1).flatMap(MountTable::of);
  }

  /** What a process sees; empty for one that left the file systems or its namespaces. */
  public static Optional<MountTable> of(Task task) {
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
    return Optional.of(table);
  }

  public List<MountRow> rows() {
    return Collections.unmodifiableList(rows);
  }

  /**
   * What a walk to a directory finds there: of several mounts the one that nothing covers.
   *
   * @param directory as in {@link MountRow#directory}
   */
  public Optional<MountRow> visibleAt(String directory) {
    return rows.stream()
        .filter(row -> row.directory().equals(directory))
        .filter(row -> !isCovered(row.mount()))
        .findFirst();
  }

  /** Whether another mount hides this one: on its root, or somewhere on the way to it. */
  private boolean isCovered(Mount mount) {
    if (places.contains(new Place(mount.value().address(), mount.root().address()))) {
      return true;
    }
    Mount below = mount;
    for (Mount above = below.parent();
        above.value().address() != below.value().address();
        above = below.parent()) {
      Value dentry = below.value().field("mnt_mountpoint").deref();
      while (dentry.address() != above.root().address() && !Dentries.isRoot(dentry)) {
        dentry = Dentries.parent(dentry);
        if (places.contains(new Place(above.value().address(), dentry.address()))) {
          return true;
        }
      }
      below = above;
    }
    return false;
  }
}
