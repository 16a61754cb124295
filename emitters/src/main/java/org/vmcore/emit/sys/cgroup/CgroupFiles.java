package org.vmcore.emit.sys.cgroup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.NotReconstructable;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cgroup.Cgroup;
import org.vmcore.kernel.cgroup.CgroupFile;
import org.vmcore.kernel.cgroup.CgroupTree;
import org.vmcore.model.Program;

/** Every file of every control group, {@code cgroup_seqfile_show()}, {@code kernel/cgroup/}. */
final class CgroupFiles {
  private static final String MOUNT_POINT = "/sys/fs/cgroup";

  private static final Map<String, CgroupShow> SHOWN_BY = shownBy();

  private static Map<String, CgroupShow> shownBy() {
    Map<String, CgroupShow> functions = new HashMap<>();
    CoreFiles.register(functions);
    CpuFiles.register(functions);
    MemoryFiles.register(functions);
    MemoryStatFiles.register(functions);
    LegacyMemoryFiles.register(functions);
    CpusetFiles.register(functions);
    IoFiles.register(functions);
    PidsFiles.register(functions);
    HugetlbFiles.register(functions);
    MiscFiles.register(functions);
    LegacyFiles.register(functions);
    return Map.copyOf(functions);
  }

  @EmitsMany(path = "sys/fs/cgroup/{path*}", each = Files.class)
  void file(Program kernel, CgroupFile file, Text out) {
    String handler =
        file.handler().orElseThrow(() -> new NoSuchFile("the file can only be written"));
    CgroupShow show = SHOWN_BY.get(handler);
    if (show == null) {
      throw new NotReconstructable("function " + handler + " is not known");
    }
    show.show(file, out);
  }

  /** The readable files of all groups below {@code /sys/fs/cgroup}. */
  @Enumerates("path")
  static final class Files implements Enumerator<CgroupFile> {
    @Override
    public List<Key<CgroupFile>> keys(Program kernel) {
      List<Key<CgroupFile>> keys = new ArrayList<>();
      CgroupTree.of(kernel)
          .byPath()
          .forEach(
              (path, group) -> {
                if (path.equals(MOUNT_POINT) || path.startsWith(MOUNT_POINT + "/")) {
                  addFiles(path.substring(MOUNT_POINT.length()), group, keys);
                }
              });
      return keys;
    }

    private static void addFiles(String path, Cgroup group, List<Key<CgroupFile>> keys) {
      try {
        for (CgroupFile file : group.files()) {
          keys.add(Key.of(path + "/" + file.name(), file));
        }
      } catch (MemoryFault fault) {
        // one group's files less; the fault itself is remembered by the reads
      }
    }
  }
}
