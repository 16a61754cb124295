package org.vmcore.emit.commands.filesys;

import java.util.List;
import java.util.Optional;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.emit.commands.HumanSize;
import org.vmcore.emit.commands.TextTable;
import org.vmcore.kernel.fs.DPath;
import org.vmcore.kernel.fs.DeviceNumber;
import org.vmcore.kernel.fs.FileLock;
import org.vmcore.kernel.fs.MountRow;
import org.vmcore.kernel.fs.MountTable;
import org.vmcore.kernel.fs.OpenFile;
import org.vmcore.kernel.fs.OpenFiles;
import org.vmcore.kernel.fs.SeqEscape;
import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Program;

/** {@code lslocks} of util-linux: {@code /proc/locks} from its end, with names and paths. */
final class Lslocks {
  @Emits(value = "sos_commands/filesys/lslocks", needs = "file_lock_list")
  void lslocks(Program kernel, Text out) {
    TextTable table =
        new TextTable()
            .left("COMMAND", 0)
            .right("PID", 5)
            .right("TYPE", 5)
            .right("SIZE", 4)
            .left("MODE", 5)
            .left("M", 1)
            .right("START", 0)
            .right("END", 0)
            .left("PATH", 0);
    List<FileLock.Listed> locks = FileLock.all(kernel);
    for (int i = locks.size() - 1; i >= 0; i--) {
      add(kernel, locks.get(i), table);
    }
    table.print(out);
  }

  private static void add(Program kernel, FileLock.Listed listed, TextTable table) {
    FileLock lock = listed.lock();
    Optional<Task> owner = owner(kernel, lock);
    Optional<OpenFile> open =
        lock.hasFile() ? owner.flatMap(task -> openFile(task, lock)) : Optional.empty();
    long size = open.map(file -> file.inode().field("i_size").asLong()).orElse(0L);
    table.row(
        owner.map(Task::comm).orElse(lock.pid() > 0 ? "(unknown)" : "(undefined)"),
        Integer.toString(owner.map(Task::tgid).orElse(lock.pid())),
        lock.kind(),
        size == 0 ? "" : HumanSize.of(size),
        mode(lock) + (listed.level() > 0 ? "*" : ""),
        "0", // mandatory locks went with 5.15
        Long.toString(lock.start()),
        lock.isToEnd() ? "0" : Long.toString(lock.end()),
        open.map(file -> DPath.of(kernel).ofFile(file.file()))
            .orElseGet(() -> somewhereIn(kernel, lock)));
  }

  /** A lock of an open file belongs to the first process that has the file open. */
  private static Optional<Task> owner(Program kernel, FileLock lock) {
    if (lock.pid() > 0) {
      return Tasks.of(kernel).byPid(lock.pid());
    }
    return OpenFiles.of(kernel).stream()
        .filter(
            of ->
                of.files().stream().anyMatch(open -> open.file().address() == lock.file().asLong()))
        .map(OpenFiles.OfProcess::process)
        .findFirst();
  }

  private static String mode(FileLock lock) {
    return switch (lock.type()) {
      case FileLock.F_WRLCK -> "WRITE";
      case FileLock.F_RDLCK -> "READ";
      default -> "UNLCK";
    };
  }

  /** The first open file of the process with that inode. */
  private static Optional<OpenFile> openFile(Task owner, FileLock lock) {
    long inode = lock.inode().field("i_ino").asLong();
    return owner
        .files()
        .flatMap(
            files ->
                OpenFile.of(files).stream()
                    .filter(open -> open.inode().field("i_ino").asLong() == inode)
                    .findFirst());
  }

  /** The last mount of the file system, where the file's own name is not known. */
  private static String somewhereIn(Program kernel, FileLock lock) {
    if (!lock.hasFile()) {
      return "";
    }
    DeviceNumber device = new SuperBlock(lock.inode().field("i_sb")).device();
    List<MountRow> rows = MountTable.ofFirstProcess(kernel).map(MountTable::rows).orElse(List.of());
    for (int i = rows.size() - 1; i >= 0; i--) {
      if (rows.get(i).mount().superBlock().device().equals(device)) {
        return SeqEscape.unescape(rows.get(i).directory()) + "...";
      }
    }
    return "";
  }
}
