package org.vmcore.emit.proc.pid;

import java.util.Optional;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.kernel.fs.DPath;
import org.vmcore.kernel.task.CommandLine;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.TaskName;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** How a process calls itself and where it is, {@code fs/proc/base.c}. */
final class PidNames {
  @EmitsMany(path = "proc/{pid}/comm", each = Pids.class)
  void comm(Program kernel, Task task, Text out) {
    out.raw(TaskName.of(task));
    out.append('\n');
  }

  @EmitsMany(path = "proc/{pid}/task/{tid}/comm", each = Tids.class)
  void commOfThread(Program kernel, Task task, Text out) {
    comm(kernel, task, out);
  }

  @EmitsMany(path = "proc/{pid}/cmdline", each = Pids.class)
  void cmdline(Program kernel, Task task, Text out) {
    Optional<byte[]> arguments = CommandLine.arguments(task);
    if (arguments.isPresent()) {
      out.raw(arguments.get());
    } else {
      out.raw(task.comm());
      out.append('\0');
      out.partial("the arguments' pages are not in the dump: only the short name is known");
    }
  }

  @EmitsMany(path = "proc/{pid}/exe", each = Pids.class)
  void exe(Program kernel, Task task, Text out) {
    Value file =
        task.userMm()
            .map(mm -> mm.field("exe_file"))
            .filter(pointer -> !pointer.isNull())
            .orElseThrow(() -> new NoSuchFile("a task without a program of its own"));
    out.linkTo(DPath.of(kernel).ofFile(file.deref()));
  }

  @EmitsMany(path = "proc/{pid}/cwd", each = Pids.class)
  void cwd(Program kernel, Task task, Text out) {
    out.linkTo(DPath.of(kernel).of(place(task, "pwd")));
  }

  @EmitsMany(path = "proc/{pid}/root", each = Pids.class)
  void root(Program kernel, Task task, Text out) {
    out.linkTo(DPath.of(kernel).of(place(task, "root")));
  }

  private static Value place(Task task, String member) {
    return task.fs()
        .orElseThrow(() -> new NoSuchFile("a task that left the file systems"))
        .field(member);
  }
}
