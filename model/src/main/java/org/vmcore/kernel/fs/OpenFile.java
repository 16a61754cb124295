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
 * @param table the {@code struct files_struct} it stands in
 */
public record OpenFile(int fd, Value file, Value table) {
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
    Value struct = files.type().asStruct().isPresent() ? files : files.deref();
    long[] table = files.field("fdt").field("fd").longs(size);
    for (int fd = 0; fd < size; fd++) {
      if (table[fd] != 0) {
        open.add(new OpenFile(fd, kernel.object("struct file", table[fd]), struct));
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

  /** {@code close_on_exec()}: a program started anew does not get it. */
  public boolean closesOnExec() {
    Value word = table.field("fdt").field("close_on_exec").index(fd / Long.SIZE);
    return (word.asLong() >> fd % Long.SIZE & 1) != 0;
  }

  /** The {@code struct mount} it was opened in. */
  public Mount mount() {
    return new Mount(file.at("f_path.mnt").containerOf("struct mount", "mnt"));
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
