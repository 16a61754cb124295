package org.vmcore.emit.proc;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.fs.FileLock;
import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.model.Program;

/** {@code /proc/locks} as {@code locks_show()}, {@code fs/locks.c}. */
public final class Locks {
  private static final String ARROW = "-> ";

  @Emits(value = "proc/locks", needs = "file_lock_list")
  void locks(Program kernel, Text out) {
    for (FileLock.Listed listed : FileLock.all(kernel)) {
      write(listed, out);
    }
  }

  /** {@code lock_get_status()}: a line. */
  public static void write(FileLock.Listed listed, Text out) {
    FileLock lock = listed.lock();
    out.print("%d: ", listed.id());
    if (listed.level() > 0) {
      out.print("%*s", listed.level() - 1 + ARROW.length(), ARROW);
    }
    out.print("%-6s %s ", lock.kind(), manner(lock));
    out.print(
        "%s ",
        switch (lock.type()) {
          case FileLock.F_WRLCK -> "WRITE";
          case FileLock.F_RDLCK -> "READ";
          default -> "UNLCK";
        });
    if (lock.hasFile()) {
      var device = new SuperBlock(lock.inode().field("i_sb")).device();
      long inode = lock.inode().field("i_ino").asLong();
      out.print("%d %02x:%02x:%lu ", lock.pid(), device.major(), device.minor(), inode);
    } else {
      out.print("%d <none>:0 ", lock.pid());
    }
    if (lock.isToEnd()) {
      out.line("%d EOF", lock.start());
    } else {
      out.line("%d %d", lock.start(), lock.end());
    }
  }

  private static String manner(FileLock lock) {
    if (lock.isLease()) {
      return lock.isBreaking() ? "BREAKING " : lock.hasFile() ? "ACTIVE   " : "BREAKER  ";
    }
    return lock.isPosix() && !lock.hasFile() ? "*NOINODE*" : "ADVISORY ";
  }
}
