package org.vmcore.emit.proc;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.sched.LoadAverage;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code /proc/loadavg} as {@code loadavg_proc_show()}, {@code fs/proc/loadavg.c}: averages,
 * running and all threads, the pid given out last.
 */
final class Loadavg {
  @Emits("proc/loadavg")
  void loadavg(Program kernel, Text out) {
    LoadAverage load = LoadAverage.of(kernel);
    out.line(
        "%s %s %s %lu/%d %d",
        load.text(0),
        load.text(1),
        load.text(2),
        LoadAverage.nrRunning(kernel),
        Tasks.of(kernel).all().size(),
        lastPid(kernel));
  }

  /** {@code idr_get_cursor() - 1}; before 4.15 the namespace kept the pid itself. */
  private static long lastPid(Program kernel) {
    Value namespace = kernel.symbol("init_pid_ns");
    return namespace.has("idr")
        ? namespace.at("idr.idr_next").asLong() - 1
        : namespace.field("last_pid").asLong();
  }
}
