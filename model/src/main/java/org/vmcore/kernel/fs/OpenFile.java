package org.vmcore.kernel.fs;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * An entry of a table of open files, {@code fs/file.c}.
 *
 * @param fd its number
 * @param file the {@code struct file}
 */
public record OpenFile(int fd, Value file) {
  private static final int MAX_FDS = 1 << 26; // sysctl_nr_open_max, fs/file.c

  /**
   * All open files of a table, by number.
   *
   * @param files a {@code struct files_struct}, or a pointer to it
   */
  public static List<OpenFile> of(Value files) {
    Program kernel = files.program();
    int size = tableSize(files);
    List<OpenFile> open = new ArrayList<>();
    long[] table = files.field("fdt").field("fd").longs(size);
    for (int fd = 0; fd < size; fd++) {
      if (table[fd] != 0) {
        open.add(new OpenFile(fd, kernel.object("struct file", table[fd])));
      }
    }
    return open;
  }

  /** {@code max_fds}: how many the table has room for. */
  public static int tableSize(Value files) {
    Value size = files.field("fdt").field("max_fds");
    if (size.asInt() < 0 || size.asInt() > MAX_FDS) {
      throw new Malformed("absurd size " + size.asInt(), "struct fdtable", size.address());
    }
    return size.asInt();
  }

  /** The file's {@code struct inode}. */
  public Value inode() {
    return file.field("f_inode").deref();
  }

  /** {@code f_flags}: {@code O_*} bits. */
  public int flags() {
    return file.field("f_flags").asInt();
  }

  /** {@code f_mode}: {@code FMODE_*} bits. */
  public long mode() {
    return file.field("f_mode").asLong() & 0xffffffffL;
  }
}
