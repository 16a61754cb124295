package org.vmcore.emit.proc.pid;

import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** What the kernel told a program when it began: {@code auxv_read()}, {@code fs/proc/base.c}. */
final class PidAuxv {
  @EmitsMany(path = "proc/{pid}/auxv", each = Pids.class)
  void auxv(Program kernel, Task task, Text out) {
    Value mm = task.userMm().orElseThrow(() -> new NoSuchFile("the process has no memory"));
    Value pairs = mm.field("saved_auxv");
    long[] words = pairs.longs();
    int used = 0;
    do {
      used += 2;
    } while (used < words.length && words[used - 2] != 0); // AT_NULL
    out.raw(pairs.bytes((long) Math.min(used, words.length) * Long.BYTES));
  }
}
