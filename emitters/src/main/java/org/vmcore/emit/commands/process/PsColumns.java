package org.vmcore.emit.commands.process;

import static org.vmcore.emit.commands.process.PsColumn.Rows.ALL;
import static org.vmcore.emit.commands.process.PsColumn.Rows.PROCESSES;
import static org.vmcore.emit.commands.process.PsColumn.Rows.THREADS;

import java.util.function.ToLongFunction;
import org.vmcore.emit.Text;
import org.vmcore.kernel.task.Priority;
import org.vmcore.kernel.time.Calendar;
import org.vmcore.kernel.time.Hz;
import org.vmcore.kernel.time.Timekeeping;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The columns of {@code ps}, each by the word that {@code ps -o} knows it by. */
final class PsColumns {
  private static final int MIN_PID_WIDTH = 5;
  private static final String[] CLASSES = {"TS", "FF", "RR", "B", "ISO", "IDL", "DLN"};
  private static final int SCHED_BATCH = 3; // include/uapi/linux/sched.h

  private final Timekeeping clocks;
  private final long uptimeTicks;
  private final long memoryKb;
  private final long pageKb;
  private final int pidWidth;

  PsColumns(Program kernel) {
    clocks = Timekeeping.of(kernel);
    uptimeTicks = Hz.nsecToClockT(clocks.bootNs());
    pageKb = kernel.pageSizeBytes() >> 10;
    memoryKb = totalRamPages(kernel) * pageKb;
    pidWidth = Math.max(MIN_PID_WIDTH, Long.toString(pidMax(kernel)).length());
  }

  /** {@code totalram_pages()}, a counter of its own type since 5.0. */
  private static long totalRamPages(Program kernel) {
    return kernel
        .findSymbol("_totalram_pages")
        .map(pages -> pages.field("counter"))
        .orElseGet(() -> kernel.symbol("totalram_pages"))
        .asLong();
  }

  /** {@code kernel.pid_max}, of each PID namespace since 6.14. */
  private static long pidMax(Program kernel) {
    Value namespace = kernel.symbol("init_pid_ns");
    return (namespace.has("pid_max") ? namespace.field("pid_max") : kernel.symbol("pid_max"))
        .asLong();
  }

  private static PsColumn number(
      String head, int width, PsColumn.Rows rows, ToLongFunction<PsTask> value) {
    return PsColumn.right(head, width, rows, task -> Long.toString(value.applyAsLong(task)));
  }

  // Who

  PsColumn pid() {
    return number("PID", pidWidth, PROCESSES, PsTask::pid);
  }

  PsColumn ppid() {
    return number("PPID", pidWidth, PROCESSES, PsTask::parentPid);
  }

  PsColumn pgid() {
    return number("PGID", pidWidth, PROCESSES, PsTask::group);
  }

  PsColumn sid() {
    return number("SID", pidWidth, PROCESSES, PsTask::session);
  }

  PsColumn lwp() {
    return number("LWP", pidWidth, THREADS, PsTask::tid);
  }

  PsColumn nlwp() {
    return number("NLWP", 4, PROCESSES, PsTask::nrThreads);
  }

  PsColumn uid() {
    return number("UID", 5, ALL, PsTask::uid);
  }

  /**
   * @param head {@code USER}, or {@code UID} where it takes the place of the number
   */
  PsColumn user(String head) {
    return PsColumn.left(head, 8, ALL, task -> PsText.userName(PsText.user(task.uid()), 8));
  }

  PsColumn group() {
    return PsColumn.left("GROUP", 8, ALL, task -> PsText.userName(PsText.user(task.gid()), 8));
  }

  PsColumn tty(String head) {
    return PsColumn.left(head, 8, PROCESSES, task -> task.terminal().orElse("?"));
  }

  PsColumn cgroup() {
    return PsColumn.left("CGROUP", 27, PROCESSES, PsTask::cgroups);
  }

  PsColumn comm() {
    return PsColumn.cut("COMMAND", 15, PROCESSES, PsTask::name);
  }

  /**
   * @param head {@code COMMAND} or {@code CMD}
   */
  PsColumn args(String head) {
    return PsColumn.cut(head, 27, PROCESSES, PsTask::command);
  }

  // How it runs

  PsColumn flags() {
    return PsColumn.right("F", 1, ALL, task -> Long.toOctalString(task.flags() >> 6 & 7));
  }

  PsColumn s() {
    return PsColumn.left("S", 1, THREADS, task -> String.valueOf(task.state().letter()));
  }

  PsColumn stat() {
    return PsColumn.left("STAT", 4, THREADS, PsTask::stat);
  }

  PsColumn priority() {
    return number("PRI", 3, THREADS, task -> task.priority().priority());
  }

  PsColumn opri() {
    return number("PRI", 3, THREADS, task -> 60 + task.priority().priority());
  }

  PsColumn pri() {
    return number("PRI", 3, THREADS, task -> 39 - task.priority().priority());
  }

  /** Only ordinary tasks have one. */
  PsColumn nice() {
    return PsColumn.right(
        "NI",
        3,
        THREADS,
        task -> {
          Priority priority = task.priority();
          boolean counts = priority.policy() == 0 || priority.policy() == SCHED_BATCH;
          return counts ? Integer.toString(priority.nice()) : "-";
        });
  }

  PsColumn cls() {
    return PsColumn.right(
        "CLS",
        3,
        THREADS,
        task -> {
          int policy = task.priority().policy();
          return policy >= 0 && policy < CLASSES.length ? CLASSES[policy] : "#" + policy;
        });
  }

  PsColumn psr() {
    return number("PSR", 3, THREADS, PsTask::cpu);
  }

  PsColumn wchan(int width) {
    return PsColumn.cut("WCHAN", width, THREADS, PsTask::waitsIn);
  }

  // Memory

  PsColumn vsz() {
    return number("VSZ", 6, PROCESSES, PsTask::sizeKb);
  }

  PsColumn rss() {
    return number("RSS", 5, PROCESSES, PsTask::rssKb);
  }

  PsColumn sz() {
    return number("SZ", 5, PROCESSES, task -> task.sizeKb() / pageKb);
  }

  PsColumn pmem() {
    return PsColumn.right(
        "%MEM",
        4,
        PROCESSES,
        task -> {
          long permille = memoryKb == 0 ? 0 : Math.min(999, task.rssKb() * 1000 / memoryKb);
          return permille / 10 + "." + permille % 10;
        });
  }

  /** Never known: {@code ps} shows a dash. */
  PsColumn addr(boolean wide) {
    return new PsColumn("ADDR", wide ? 4 : 1, wide, false, ALL, task -> "-");
  }

  // Time

  /** CPU time over the time since the start, in thousandths. */
  private long permilleOfCpu(PsTask task) {
    long lived = uptimeTicks - task.startTicks();
    return lived > 0 ? task.cpuTicks() * 1000 / lived : 0;
  }

  PsColumn pcpu() {
    return PsColumn.right(
        "%CPU",
        4,
        ALL,
        task -> {
          long permille = permilleOfCpu(task);
          return permille > 999 ? "" + permille / 10 : permille / 10 + "." + permille % 10;
        });
  }

  PsColumn c() {
    return number("C", 2, ALL, task -> Math.min(99, permilleOfCpu(task) / 10));
  }

  private long startedAtSeconds(PsTask task) {
    return clocks.bootedAtSeconds() + task.startTicks() / Hz.USER_HZ;
  }

  /**
   * @param head {@code START} or {@code STIME}
   */
  PsColumn startTime(String head) {
    return PsColumn.right(
        head, 5, ALL, task -> Calendar.clockOrDate(startedAtSeconds(task), clocks.realSeconds()));
  }

  PsColumn lstart() {
    return PsColumn.right("STARTED", 24, ALL, task -> Calendar.ctime(startedAtSeconds(task)));
  }

  PsColumn bsdtime() {
    return PsColumn.right(
        "TIME",
        6,
        ALL,
        task -> {
          long seconds = task.cpuTicks() / Hz.USER_HZ;
          return Text.format("%3u:%02u", seconds / 60, seconds % 60);
        });
  }

  PsColumn time() {
    return PsColumn.right(
        "TIME",
        8,
        ALL,
        task -> {
          long seconds = task.cpuTicks() / Hz.USER_HZ;
          long days = seconds / (24 * 60 * 60);
          String clock =
              Text.format("%02u:%02u:%02u", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
          return days == 0 ? clock : days + "-" + clock;
        });
  }
}
