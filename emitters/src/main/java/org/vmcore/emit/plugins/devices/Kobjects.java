package org.vmcore.emit.plugins.devices;

import java.util.Map;
import java.util.TreeMap;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.kernfs.KernfsNode;
import org.vmcore.model.Program;

/**
 * The whole tree of sysfs: a line for each directory, with the names of its files and where its
 * links lead.
 */
final class Kobjects {
  private static final int MAX_DEPTH = 128;

  @Emits(value = "plugins/devices/kobjects.txt", needs = "sysfs_root_kn")
  void kobjects(Program kernel, Text out) {
    directory(new KernfsNode(kernel.symbol("sysfs_root_kn")), "", 0, out);
  }

  private static void directory(KernfsNode directory, String path, int depth, Text out) {
    out.print("%s/:", path);
    Map<String, KernfsNode> directories = new TreeMap<>();
    byName(directory)
        .forEach(
            (name, child) -> {
              if (child.isDirectory()) {
                directories.put(name, child);
              } else {
                out.print(" %s%s", name, child.isLink() ? " -> " + child.target().path() : "");
              }
            });
    out.append('\n');
    if (depth < MAX_DEPTH) {
      directories.forEach((name, child) -> directory(child, path + "/" + name, depth + 1, out));
    }
  }

  private static Map<String, KernfsNode> byName(KernfsNode directory) {
    Map<String, KernfsNode> byName = new TreeMap<>();
    directory.children().forEach(child -> byName.put(child.name(), child));
    return byName;
  }
}
