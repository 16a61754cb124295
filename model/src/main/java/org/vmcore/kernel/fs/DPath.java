package org.vmcore.kernel.fs;

import java.util.ArrayDeque;
import java.util.Deque;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code d_path()}, {@code fs/d_path.c}: the name of a file as processes of the machine see it.
 * Names start at the root of a process, by default that of pid 1.
 */
public final class DPath {
  private static final int MAX_STEPS = 4096; // PATH_MAX: a name has fewer parts than bytes

  private final long rootDentry;
  private final long rootMount;
  private final PseudoNames pseudoNames;

  private DPath(Program kernel, long rootDentry, long rootVfsmount) {
    this.rootDentry = rootDentry;
    this.rootMount = rootVfsmount;
    this.pseudoNames = new PseudoNames(kernel);
  }

  /** Names as pid 1 sees them. */
  public static DPath of(Program kernel) {
    return kernel.computed(DPath.class, DPath::fromFirstProcess);
  }

  private static DPath fromFirstProcess(Program kernel) {
    return Tasks.of(kernel)
        .byPid(1)
        .flatMap(Task::fs)
        .map(fs -> from(fs.field("root")))
        .orElseGet(() -> new DPath(kernel, 0, 0));
  }

  /**
   * Names as a process sees them whose root this is.
   *
   * @param root a {@code struct path}
   */
  public static DPath from(Value root) {
    return new DPath(root.program(), root.field("dentry").asLong(), root.field("mnt").asLong());
  }

  /** The name of an open file, from {@code f_path}. */
  public String ofFile(Value file) {
    return of(file.field("f_path"));
  }

  /**
   * @param path a {@code struct path}
   * @throws Malformed when directories run into each other
   */
  public String of(Value path) {
    Value dentry = path.field("dentry").deref();
    Value vfsmount = path.field("mnt").deref();
    boolean mountRoot = vfsmount.field("mnt_root").asLong() == dentry.address();
    if (!Dentries.isRoot(dentry) || !mountRoot) {
      String pseudo = pseudoNames.of(dentry);
      if (!pseudo.isEmpty()) {
        return pseudo;
      }
    }
    StringBuilder name = new StringBuilder();
    walk(dentry, vfsmount.containerOf("struct mount", "mnt"), name);
    return Dentries.isUnlinked(dentry) ? name + " (deleted)" : name.toString();
  }

  /**
   * {@code seq_path_root()}: whether pid 1, or whose root this is, can reach the place at all.
   *
   * @param path a {@code struct path}
   */
  public boolean reaches(Value path) {
    Value mount = path.field("mnt").deref().containerOf("struct mount", "mnt");
    return walk(path.field("dentry").deref(), mount, new StringBuilder());
  }

  /** Where a {@code struct mount} is mounted: the name of its own root. */
  public String ofMount(Value mount) {
    StringBuilder name = new StringBuilder();
    walk(mount.at("mnt.mnt_root").deref(), mount, name);
    return name.toString();
  }

  /** Whether the root of a {@code struct mount} can be reached. */
  public boolean reachesMount(Value mount) {
    return walk(mount.at("mnt.mnt_root").deref(), mount, new StringBuilder());
  }

  /** {@code prepend_path()}; whether the walk came to the root. */
  private boolean walk(Value start, Value startMount, StringBuilder name) {
    Deque<String> parts = new ArrayDeque<>();
    Value dentry = start;
    Value mount = startMount;
    boolean reached = true;
    int steps = 0;
    while (dentry.address() != rootDentry || mount.field("mnt").address() != rootMount) {
      if (steps++ > MAX_STEPS) {
        throw new Malformed("directories run into each other", "struct dentry", start.address());
      }
      if (mount.at("mnt.mnt_root").asLong() == dentry.address()) {
        Value above = mount.field("mnt_parent").deref();
        if (above.address() == mount.address()) {
          reached = false; // a root of another namespace, or of none
          break;
        }
        dentry = mount.field("mnt_mountpoint").deref();
        mount = above;
        continue;
      }
      if (Dentries.isRoot(dentry)) {
        reached = false; // moved out of what is mounted
        parts.clear();
        break;
      }
      parts.push(Dentries.name(dentry));
      dentry = Dentries.parent(dentry);
    }
    parts.forEach(part -> name.append('/').append(part));
    if (name.isEmpty()) {
      name.append('/');
    }
    return reached;
  }

  /** The {@code struct dentry} at the top of a file system, {@code IS_ROOT()}. */
  static Value rootOf(Value dentry) {
    Value current = dentry;
    for (int steps = 0; !Dentries.isRoot(current); steps++) {
      if (steps > MAX_STEPS) {
        throw new Malformed("directories run into each other", "struct dentry", dentry.address());
      }
      current = Dentries.parent(current);
    }
    return current;
  }

  /**
   * {@code dentry_path()}: the name within its file system, as {@code mountinfo} shows roots.
   *
   * @param dentry a {@code struct dentry}
   */
  public static String withinFileSystem(Value dentry) {
    Deque<String> parts = new ArrayDeque<>();
    Value current = dentry;
    while (!Dentries.isRoot(current)) {
      if (parts.size() > MAX_STEPS) {
        throw new Malformed("directories run into each other", "struct dentry", dentry.address());
      }
      parts.push(Dentries.name(current));
      current = Dentries.parent(current);
    }
    StringBuilder name = new StringBuilder();
    parts.forEach(part -> name.append('/').append(part));
    String within = name.isEmpty() ? "/" : name.toString();
    return Dentries.isUnlinked(dentry) ? within + "//deleted" : within;
  }
}
