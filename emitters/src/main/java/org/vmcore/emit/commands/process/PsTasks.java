package org.vmcore.emit.commands.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Text;
import org.vmcore.emit.proc.pid.CgroupLines;
import org.vmcore.kernel.stack.Stacks;
import org.vmcore.kernel.task.CommandLine;
import org.vmcore.kernel.task.ControllingTty;
import org.vmcore.kernel.task.CpuTimes;
import org.vmcore.kernel.task.MmCounters;
import org.vmcore.kernel.task.PidNumbers;
import org.vmcore.kernel.task.Priority;
import org.vmcore.kernel.task.Signals;
import org.vmcore.kernel.task.Task;
import org.vmcore.kernel.task.TaskName;
import org.vmcore.kernel.task.TaskState;
import org.vmcore.kernel.task.Tasks;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** All processes and threads as {@code ps} sees them, gathered once for all its forms. */
final class PsTasks {
  private final List<PsTask> processes = new ArrayList<>();
  private final List<PsTask> threads = new ArrayList<>();
  private int nrLost;

  private PsTasks(Program kernel) {
    for (Task leader : Tasks.of(kernel).processes()) {
      try {
        add(leader, Tasks.of(kernel).threads(leader));
      } catch (MemoryFault | Malformed damaged) {
        nrLost++;
      }
    }
  }

  static PsTasks of(Program kernel) {
    return kernel.computed(PsTasks.class, PsTasks::new);
  }

  private void add(Task leader, List<Task> all) {
    PsTask process = gather(leader, CpuTimes.ofProcess(leader, all));
    List<PsTask> rows = new ArrayList<>();
    for (Task thread : all) {
      boolean alone = all.size() == 1 && thread.equals(leader);
      rows.add(alone ? process : gather(thread, CpuTimes.ofThread(thread)));
    }
    processes.add(process);
    threads.addAll(rows);
  }

  private static PsTask gather(Task task, CpuTimes times) {
    Optional<Value> mm = task.userMm();
    int kbShift = task.value().program().pageShift() - 10;
    Optional<ControllingTty> tty = ControllingTty.of(task);
    Optional<byte[]> arguments = CommandLine.arguments(task);
    String name = PsText.printable(TaskName.of(task));
    return new PsTask(
        task.pid(),
        task.tgid(),
        task.realParent().tgid(),
        PidNumbers.group(task),
        PidNumbers.session(task),
        task.cred().at("euid.val").asLong(),
        task.cred().at("egid.val").asLong(),
        TaskState.of(task),
        Priority.of(task),
        task.flags(),
        task.cpu(),
        Hz.nsecToClockT(times.userNs()) + Hz.nsecToClockT(times.systemNs()),
        Hz.nsecToClockT(task.startBootTimeNs()),
        tty.map(ControllingTty::name),
        tty.map(ControllingTty::foreground).orElse(-1),
        new Signals(task).alive() ? task.signal().field("nr_threads").asLong() : 0,
        mm.map(m -> m.field("total_vm").asLong() << kbShift).orElse(0L),
        mm.map(m -> new MmCounters(m).rss() << kbShift).orElse(0L),
        mm.map(m -> m.field("locked_vm").asLong() != 0).orElse(false),
        name,
        arguments.map(bytes -> PsText.command(bytes, name, TaskState.of(task))).orElse(name),
        arguments.isPresent(),
        waitsIn(task),
        cgroups(task));
  }

  /** {@code lookup_wchan()} of procps: underscores before the name tell nothing. */
  private static String waitsIn(Task task) {
    return Stacks.of(task.value().program())
        .wchan(task)
        .map(name -> name.replaceFirst("^_+", ""))
        .orElse("-");
  }

  /** {@code fill_cgroup_cvt()} of procps: without those that stand at the top of a hierarchy. */
  private static String cgroups(Task task) {
    List<String> below = new ArrayList<>();
    for (String line : CgroupLines.of(task)) {
      if (!line.endsWith("/")) {
        below.add(PsText.printable(line));
      }
    }
    return below.isEmpty() ? "-" : String.join(",", below);
  }

  /** By pid. */
  List<PsTask> processes() {
    return processes;
  }

  /** Threads by process and number, each with its own CPU time. */
  List<PsTask> threads() {
    return threads;
  }

  /** Says in a listing which rows it lacks. */
  void tellLost(Text out) {
    if (nrLost > 0) {
      out.partial(nrLost + " processes could not be read");
    }
  }

  /** Says in a listing with commands what it lacks. */
  void tellMissing(Text out) {
    tellLost(out);
    if (processes.stream().anyMatch(process -> !process.commandIsKnown())) {
      out.partial("pages with arguments of processes are not in the dump: short names instead");
    }
  }
}
