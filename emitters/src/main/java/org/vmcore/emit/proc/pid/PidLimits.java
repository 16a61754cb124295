package org.vmcore.emit.proc.pid;

import java.util.List;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Text;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code /proc/PID/limits} as {@code proc_pid_limits()}, {@code fs/proc/base.c}. */
final class PidLimits {
  private static final long RLIM_INFINITY = -1L; // include/uapi/linux/resource.h

  private record Limit(String name, String unit) {}

  /** {@code lnames}, in the order of {@code RLIMIT_*}. */
  private static final List<Limit> LIMITS =
      List.of(
          new Limit("Max cpu time", "seconds"),
          new Limit("Max file size", "bytes"),
          new Limit("Max data size", "bytes"),
          new Limit("Max stack size", "bytes"),
          new Limit("Max core file size", "bytes"),
          new Limit("Max resident set", "bytes"),
          new Limit("Max processes", "processes"),
          new Limit("Max open files", "files"),
          new Limit("Max locked memory", "bytes"),
          new Limit("Max address space", "bytes"),
          new Limit("Max file locks", "locks"),
          new Limit("Max pending signals", "signals"),
          new Limit("Max msgqueue size", "bytes"),
          new Limit("Max nice priority", ""),
          new Limit("Max realtime priority", ""),
          new Limit("Max realtime timeout", "us"));

  @EmitsMany(path = "proc/{pid}/limits", each = Pids.class)
  void limits(Program kernel, Task task, Text out) {
    out.line("%-25s %-20s %-20s %-10s", "Limit", "Soft Limit", "Hard Limit", "Units");
    Value limits = task.signal().field("rlim");
    for (int i = 0; i < Math.min(LIMITS.size(), limits.length()); i++) {
      Limit limit = LIMITS.get(i);
      out.print("%-25s ", limit.name());
      out.print("%-20s ", shown(limits.index(i).field("rlim_cur")));
      out.print("%-20s ", shown(limits.index(i).field("rlim_max")));
      if (limit.unit().isEmpty()) {
        out.append('\n');
      } else {
        out.line("%-10s", limit.unit());
      }
    }
  }

  private static String shown(Value limit) {
    long value = limit.asLong();
    return value == RLIM_INFINITY ? "unlimited" : Long.toUnsignedString(value);
  }
}
