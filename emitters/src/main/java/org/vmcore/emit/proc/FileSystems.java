package org.vmcore.emit.proc;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code /proc/filesystems}: {@code filesystems_proc_show()}, {@code fs/filesystems.c}. */
final class FileSystems {
  private static final int FS_REQUIRES_DEV = 1; // include/linux/fs.h
  private static final int MAX_TYPES = 10_000;

  @Emits("proc/filesystems")
  void filesystems(Program kernel, Text out) {
    Value type = kernel.symbol("file_systems");
    for (int i = 0; !type.isNull(); i++) {
      if (i == MAX_TYPES) {
        throw new Malformed("list without end", "struct file_system_type", type.asLong());
      }
      boolean onDevice = (type.field("fs_flags").asLong() & FS_REQUIRES_DEV) != 0;
      out.line("%s\t%s", onDevice ? "" : "nodev", type.field("name").asString());
      type = type.field("next");
    }
  }
}
