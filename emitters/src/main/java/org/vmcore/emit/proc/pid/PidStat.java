package org.vmcore.emit.proc.pid;

import java.util.List;
import java.util.Optional;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Text;
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
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code /proc/PID/stat} as {@code do_task_stat()}, {@code fs/proc/array.c}. */
final class PidStat {
  private static final int RLIMIT_RSS = 5; // include/uapi/asm-generic/resource.h
  private static final long OLD_SIGNALS = 0x7fffffffL; // the signals that fit a decimal number

  @EmitsMany(path = "proc/{pid}/stat", each = Pids.class)
  void stat(Program kernel, Task task, Text out) {
    List<Task> threads = Tasks.of(kernel).threads(task);
    write(kernel, task, threads, true, out);
  }

  @EmitsMany(path = "proc/{pid}/task/{tid}/stat", each = Tids.class)
  void statOfThread(Program kernel, Task task, Text out) {
    write(kernel, task, List.of(task), false, out);
  }

  private static void write(
      Program kernel, Task task, List<Task> threads, boolean whole, Text out) {
    out.print("%d (%s) %c", task.pid(), TaskName.of(task), TaskState.of(task).letter());
    identity(task, out);
    faults(task, threads, whole, out);
    times(task, threads, whole, out);
    scheduling(task, out);
    memory(kernel, task, out);
    signals(task, whole, threads.size(), out);
    last(kernel, task, whole, threads, out);
  }

  private static void identity(Task task, Text out) {
    Optional<ControllingTty> tty = ControllingTty.of(task);
    out.print(
        " %d %d %d", task.realParent().tgid(), PidNumbers.group(task), PidNumbers.session(task));
    out.print(
        " %d %d %u",
        tty.map(ControllingTty::number).orElse(0L),
        tty.map(ControllingTty::foreground).orElse(-1),
        task.flags());
  }

  private static void faults(Task task, List<Task> threads, boolean whole, Text out) {
    Value signal = task.signal();
    out.print(" %lu", sum(threads, "min_flt") + (whole ? signal.field("min_flt").asLong() : 0));
    out.print(" %lu", signal.field("cmin_flt").asLong());
    out.print(" %lu", sum(threads, "maj_flt") + (whole ? signal.field("maj_flt").asLong() : 0));
    out.print(" %lu", signal.field("cmaj_flt").asLong());
  }

  private static long sum(List<Task> threads, String member) {
    return threads.stream().mapToLong(thread -> thread.value().field(member).asLong()).sum();
  }

  private static void times(Task task, List<Task> threads, boolean whole, Text out) {
    CpuTimes times = whole ? CpuTimes.ofProcess(task, threads) : CpuTimes.ofThread(task);
    out.print(" %lu %lu", Hz.nsecToClockT(times.userNs()), Hz.nsecToClockT(times.systemNs()));
    out.print(" %lu", Hz.nsecToClockT(task.signal().field("cutime").asLong()));
    out.print(" %lu", Hz.nsecToClockT(task.signal().field("cstime").asLong()));
  }

  private static void scheduling(Task task, Text out) {
    Priority priority = Priority.of(task);
    boolean alive = new Signals(task).alive();
    out.print(" %d %d", priority.priority(), priority.nice());
    out.print(" %d 0", alive ? task.signal().field("nr_threads").asLong() : 0L);
    out.print(" %lu", Hz.nsecToClockT(task.startBootTimeNs()));
  }

  private static void memory(Program kernel, Task task, Text out) {
    Optional<Value> mm = task.userMm();
    Value limit = task.signal().field("rlim").index(RLIMIT_RSS).field("rlim_cur");
    out.print(
        " %lu %lu %lu",
        mm.map(m -> m.field("total_vm").asLong() << kernel.pageShift()).orElse(0L),
        mm.map(m -> new MmCounters(m).rss()).orElse(0L),
        new Signals(task).alive() ? limit.asLong() : 0L);
    out.print(
        " %lu %lu %lu 0 0",
        address(mm, "start_code"), address(mm, "end_code"), address(mm, "start_stack"));
  }

  private static long address(Optional<Value> mm, String member) {
    return mm.map(m -> m.field(member).asLong()).orElse(0L);
  }

  private static void signals(Task task, boolean whole, int nrThreads, Text out) {
    Signals signals = new Signals(task);
    out.print(
        " %lu %lu %lu %lu",
        Signals.mask(task.value().at("pending.signal")) & OLD_SIGNALS,
        Signals.mask(task.value().field("blocked")) & OLD_SIGNALS,
        signals.ignored() & OLD_SIGNALS,
        signals.caught() & OLD_SIGNALS);
    boolean waits = (!whole || nrThreads < 2) && TaskState.of(task) != TaskState.RUNNING;
    out.print(" %d 0 0", waits ? 1 : 0);
  }

  private static void last(Program kernel, Task task, boolean whole, List<Task> threads, Text out) {
    Priority priority = Priority.of(task);
    Value value = task.value();
    out.print(" %d %d", value.field("exit_signal").asLong(), task.cpu());
    out.print(" %u %u", priority.realTime(), priority.policy());
    out.print(" %lu", delayTicks(value));
    long guest = sum(threads, "gtime") + (whole ? task.signal().field("gtime").asLong() : 0);
    out.print(" %lu", Hz.nsecToClockT(guest));
    out.print(" %lu", Hz.nsecToClockT(task.signal().field("cgtime").asLong()));
    Optional<Value> mm = task.userMm();
    for (String member :
        List.of(
            "start_data",
            "end_data",
            "start_brk",
            "arg_start",
            "arg_end",
            "env_start",
            "env_end")) {
      out.print(" %lu", address(mm, member));
    }
    out.line(" %d", exitCode(kernel, task, whole));
  }

  /** {@code delayacct_blkio_ticks()}: 0 while delay accounting is off. */
  private static long delayTicks(Value task) {
    if (!task.has("delays.blkio_delay") || task.field("delays").isNull()) {
      return 0;
    }
    long delay = task.field("delays").field("blkio_delay").asLong();
    long swapIn =
        task.has("delays.swapin_delay") ? task.field("delays").field("swapin_delay").asLong() : 0;
    return Hz.nsecToClockT(delay + swapIn);
  }

  /** Of a process that is exiting as a whole, the code of the group. */
  private static long exitCode(Program kernel, Task task, boolean whole) {
    long own = task.value().field("exit_code").asLong();
    if (!whole || !kernel.hasMember("struct signal_struct", "group_exit_code")) {
      return own;
    }
    long group = task.signal().field("group_exit_code").asLong();
    return (task.signal().field("flags").asLong() & 0x4) != 0 ? group : own; // SIGNAL_GROUP_EXIT
  }

  /** {@code proc_pid_statm()}: pages. */
  @EmitsMany(path = "proc/{pid}/statm", each = Pids.class)
  void statm(Program kernel, Task task, Text out) {
    Optional<Value> mm = task.userMm();
    if (mm.isEmpty()) {
      out.line("0 0 0 0 0 0 0");
      return;
    }
    MmCounters counters = new MmCounters(mm.get());
    long shared = counters.pages("MM_FILEPAGES") + counters.pages("MM_SHMEMPAGES");
    long page = kernel.pageSizeBytes();
    long end = mm.get().field("end_code").asLong() + page - 1 & -page;
    long text = end - (mm.get().field("start_code").asLong() & -page) >>> kernel.pageShift();
    long data = mm.get().field("data_vm").asLong() + mm.get().field("stack_vm").asLong();
    out.line(
        "%lu %lu %lu %lu 0 %lu 0",
        mm.get().field("total_vm").asLong(), counters.rss(), shared, text, data);
  }
}
