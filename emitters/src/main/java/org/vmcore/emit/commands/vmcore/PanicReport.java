package org.vmcore.emit.commands.vmcore;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.config.Taints;
import org.vmcore.kernel.config.Uts;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.mm.MemoryTotals;
import org.vmcore.kernel.module.LoadedModule;
import org.vmcore.kernel.module.Modules;
import org.vmcore.kernel.printk.LastWords;
import org.vmcore.kernel.sched.LoadAverage;
import org.vmcore.kernel.stack.CrashedCpu;
import org.vmcore.kernel.stack.RunningTasks;
import org.vmcore.kernel.stack.Stacks;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.TaskState;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.kernel.time.Calendar;
import org.vmcore.kernel.time.Timekeeping;
import org.vmcore.model.Program;

/** The crash on one page: the machine, the last words, and the task that spoke them. */
final class PanicReport {
  private static final int SECONDS_PER_DAY = 24 * 60 * 60;

  @Emits("sos_commands/vmcore/panic")
  void panic(Program kernel, Text out) {
    machine(kernel, out);
    String lastWords = LastWords.of(kernel);
    row(out, "PANIC", lastWords.isEmpty() ? "(the log has no last words)" : lastWords);
    taints(kernel, out);
    OptionalInt cpu = CrashedCpu.of(kernel);
    if (cpu.isEmpty()) {
      out.line("# no CPU has given up: the machine was dumped from outside");
      return;
    }
    task(kernel, RunningTasks.of(kernel).on(cpu.getAsInt()).orElseThrow(), out);
  }

  private static void row(Text out, String name, String value) {
    out.line("%12s: %s", name, value);
  }

  private static void machine(Program kernel, Text out) {
    Uts uts = Uts.of(kernel);
    Timekeeping clocks = Timekeeping.of(kernel);
    LoadAverage load = LoadAverage.of(kernel);
    int nrOffline = CpuMask.present(kernel).cardinality() - CpuMask.online(kernel).cardinality();
    String offline = nrOffline == 0 ? "" : Text.format(" [OFFLINE: %d]", nrOffline);
    row(out, "CPUS", CpuMask.present(kernel).cardinality() + offline);
    row(out, "DATE", Calendar.date(crashSeconds(kernel)));
    row(out, "UPTIME", uptime(clocks.bootSeconds()));
    row(out, "LOAD AVERAGE", load.text(0) + ", " + load.text(1) + ", " + load.text(2));
    int nrIdle = RunningTasks.of(kernel).idleTasks().size();
    row(out, "TASKS", Integer.toString(Tasks.of(kernel).all().size() + nrIdle));
    row(out, "NODENAME", uts.nodename());
    row(out, "RELEASE", uts.release());
    row(out, "VERSION", uts.version());
    row(out, "MACHINE", uts.machine());
    long mib = MemoryTotals.of(kernel).total() << kernel.pageShift() >> 20;
    row(out, "MEMORY", Text.format("%ld MiB usable", mib));
  }

  /** As the dying kernel noted it, else where its clock stood. */
  private static long crashSeconds(Program kernel) {
    OptionalLong noted =
        kernel
            .dump()
            .vmcoreInfo()
            .map(info -> info.decimal("CRASHTIME"))
            .orElse(OptionalLong.empty());
    return noted.orElseGet(() -> Timekeeping.of(kernel).realSeconds());
  }

  private static String uptime(long seconds) {
    long days = seconds / SECONDS_PER_DAY;
    String clock =
        Text.format("%02ld:%02ld:%02ld", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    return days == 0 ? clock : days + " days, " + clock;
  }

  private static void taints(Program kernel, Text out) {
    for (Taints.Taint taint : Taints.of(kernel)) {
      row(out, "TAINTED", taint.letter() + " " + taint.words());
    }
    for (LoadedModule module : Modules.of(kernel)) {
      if (!module.taintLetters().isEmpty()) {
        row(out, "MODULE", module.name() + " (" + module.taintLetters() + ")");
      }
    }
  }

  private static void task(Program kernel, Task task, Text out) {
    row(out, "PID", Integer.toString(task.pid()));
    row(out, "COMMAND", "\"" + task.comm() + "\"");
    row(out, "TASK", Long.toHexString(task.address()));
    row(out, "CPU", Integer.toString(task.cpu()));
    row(out, "STATE", TaskState.of(task).label() + " (PANIC)");
    out.line("");
    TraceText.print(Stacks.of(kernel).trace(task), out);
  }
}
