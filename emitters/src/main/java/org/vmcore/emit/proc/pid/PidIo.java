package org.vmcore.emit.proc.pid;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Text;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** What a process read and wrote, {@code fs/proc/base.c}. */
final class PidIo {
  private static final List<String> ROWS =
      List.of(
          "rchar", "wchar", "syscr", "syscw", "read_bytes", "write_bytes", "cancelled_write_bytes");

  /** {@code do_io_accounting()}: of all threads, those that ended among them. */
  @EmitsMany(path = "proc/{pid}/io", each = Pids.class)
  void io(Program kernel, Task task, Text out) {
    List<Value> accounts = new ArrayList<>(List.of(task.signal().field("ioac")));
    for (Task thread : Tasks.of(kernel).threads(task)) {
      accounts.add(thread.value().field("ioac"));
    }
    for (String row : ROWS) {
      long sum =
          accounts.stream()
              .filter(account -> account.has(row))
              .mapToLong(account -> account.field(row).asLong())
              .sum();
      out.line("%s: %lu", row, sum);
    }
  }
}
