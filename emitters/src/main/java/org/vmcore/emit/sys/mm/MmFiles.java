package org.vmcore.emit.sys.mm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.emit.Key;
import org.vmcore.kernel.kernfs.KernfsNode;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Which files stand below {@code sys/kernel/mm}: the kernel's own tree tells. */
final class MmFiles {
  private static final int MAX_DEPTH = 4;

  private MmFiles() {}

  /**
   * Keys for the files that can be read, by path; each file's subject is its path below the
   * directory.
   *
   * @param directory path below {@code sys/kernel/mm}
   */
  static List<Key<String>> below(Program kernel, String directory) {
    Optional<KernfsNode> node =
        kernel.findSymbol("mm_kobj").filter(k -> !k.isNull()).flatMap(MmFiles::node);
    for (String name : directory.split("/")) {
      node = node.flatMap(above -> above.child(name));
    }
    List<String> paths = new ArrayList<>();
    node.ifPresent(found -> collect(found, "", 0, paths));
    return paths.stream().sorted().map(path -> Key.of(path, path)).toList();
  }

  private static Optional<KernfsNode> node(Value kobject) {
    return KernfsNode.ofKobject(kobject.deref());
  }

  private static void collect(KernfsNode node, String prefix, int depth, List<String> paths) {
    for (KernfsNode child : node.children()) {
      String path = prefix + child.name();
      if (child.isDirectory() && depth < MAX_DEPTH) {
        collect(child, path + "/", depth + 1, paths);
      } else if (child.isFile() && child.isReadable()) {
        paths.add(path);
      }
    }
  }
}
