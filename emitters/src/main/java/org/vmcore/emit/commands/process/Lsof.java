package org.vmcore.emit.commands.process;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.emit.commands.TextTable;
import org.vmcore.kernel.fs.DPath;
import org.vmcore.kernel.fs.FileStat;
import org.vmcore.kernel.fs.OpenFile;
import org.vmcore.kernel.fs.OpenFiles;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Vmas;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code lsof +M -n -l -c ''}: the files in use, process after process: directories, program,
 * mapped files, open files. Users and ports are numbers.
 */
final class Lsof {
  private static final int COMMAND_CHARS = 9;
  private static final long EXIT_ZOMBIE = 0x20; // include/linux/sched.h
  private static final String DELETED = " (deleted)";

  @Emits("sos_commands/process/lsof_M_-n_-l_-c")
  void lsof(Program kernel, Text out) {
    TextTable table =
        new TextTable()
            .left("COMMAND", 0)
            .right("PID", 0)
            .right("USER", 8)
            .right("FD  ", 6)
            .right("TYPE", 0)
            .right("DEVICE", 0)
            .right("SIZE/OFF", 0)
            .right("NODE", 0)
            .left("NAME", 0);
    for (OpenFiles.OfProcess open : OpenFiles.of(kernel)) {
      if ((open.process().exitState() & EXIT_ZOMBIE) == 0) {
        add(kernel, open, table, out);
      }
    }
    table.print(out);
  }

  private static void add(Program kernel, OpenFiles.OfProcess open, TextTable table, Text out) {
    Task process = open.process();
    String command = process.comm().replace(" ", "\\x20");
    command = command.substring(0, Math.min(command.length(), COMMAND_CHARS));
    String pid = Integer.toString(process.pid());
    String user = Long.toString(process.cred().at("euid.val").asLong());
    for (LsofRow row : rows(kernel, open, out)) {
      table.row(
          command,
          pid,
          user,
          row.fdCell(),
          row.type(),
          row.device(),
          row.sizeOrOffset(),
          row.node(),
          row.name());
    }
  }

  private static List<LsofRow> rows(Program kernel, OpenFiles.OfProcess open, Text out) {
    Task process = open.process();
    LsofFiles files = new LsofFiles(kernel, process);
    List<LsofRow> rows = new ArrayList<>();
    try {
      if (process.fs().isPresent()) {
        rows.add(files.directory("cwd", process.fs().get().field("pwd")));
        rows.add(files.directory("rtd", process.fs().get().field("root")));
      }
      addProgram(process, files, rows);
    } catch (MemoryFault | Malformed damaged) {
      out.partial("directories and mapped files of pid " + process.pid());
    }
    for (OpenFile file : open.files()) {
      try {
        rows.add(files.open(file));
      } catch (MemoryFault | Malformed damaged) {
        out.partial("an open file of pid " + process.pid());
      }
    }
    return rows;
  }

  private static void addProgram(Task process, LsofFiles files, List<LsofRow> rows) {
    Optional<Value> program =
        process.userMm().map(mm -> mm.field("exe_file")).filter(file -> !file.isNull());
    Set<Object> seen = new HashSet<>();
    if (program.isPresent()) {
      rows.add(files.file("txt", program.get().deref()));
      seen.add(identity(program.get().deref()));
    } else {
      String link = "/proc/" + process.pid() + "/exe";
      rows.add(new LsofRow("txt", ' ', ' ', "unknown", "", "", "", link));
    }
    process.userMm().ifPresent(mm -> addMapped(mm, files, seen, rows));
  }

  /** Each mapped file once, without the program. */
  private static void addMapped(Value mm, LsofFiles files, Set<Object> seen, List<LsofRow> rows) {
    for (Value area : Vmas.of(mm)) {
      Value file = area.field("vm_file");
      if (!file.isNull() && seen.add(identity(file.deref()))) {
        rows.add(mapped(file.deref(), files));
      }
    }
  }

  /** Which file it is, whatever its name. */
  private static Object identity(Value file) {
    return file.field("f_inode").asLong();
  }

  /** Of a file that is gone only its numbers can be told. */
  private static LsofRow mapped(Value file, LsofFiles files) {
    String path = DPath.of(file.program()).ofFile(file);
    if (!path.endsWith(DELETED)) {
      return files.file("mem", file);
    }
    FileStat stat = FileStat.of(file.field("f_inode").deref());
    return new LsofRow(
        "DEL",
        ' ',
        ' ',
        "REG",
        LsofFiles.device(stat.device()),
        "",
        Long.toUnsignedString(stat.inode()),
        path.substring(0, path.length() - DELETED.length()));
  }
}
