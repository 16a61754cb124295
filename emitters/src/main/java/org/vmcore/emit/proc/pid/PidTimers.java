package org.vmcore.emit.proc.pid;

import java.util.List;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Text;
import org.vmcore.kernel.list.HList;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Entries;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code /proc/PID/timers} as {@code show_timer()}, {@code fs/proc/base.c}. */
final class PidTimers {
  private static final int SIGEV_THREAD_ID = 4; // include/uapi/asm-generic/siginfo.h
  private static final List<String> NOTIFY = List.of("signal", "none", "thread");

  @EmitsMany(
      path = "proc/{pid}/timers",
      each = Pids.class,
      needs = {"struct k_itimer", "struct signal_struct.posix_timers"})
  void timers(Program kernel, Task task, Text out) {
    for (Value timer : timers(task.signal().field("posix_timers"))) {
      boolean valid = (timer.field("it_signal").asLong() & 1) == 0; // 6.15+ marks it so
      if (valid) {
        timer(timer, out);
      }
    }
  }

  /** Since 6.10 a list with one end. */
  private static List<Value> timers(Value head) {
    return head.has("first")
        ? HList.forEachEntry(head, "struct k_itimer", "list")
        : ListHead.forEachEntry(head, "struct k_itimer", "list");
  }

  private static void timer(Value timer, Text out) {
    Value info = timer.at("sigq.info");
    int notify = timer.field("it_sigev_notify").asInt();
    out.line("ID: %d", timer.field("it_id").asInt());
    out.line(
        "signal: %d/%016lx",
        info.field("si_signo").asInt(), info.at("_sifields._rt._sigval.sival_ptr").asLong());
    out.line(
        "notify: %s/%s.%d",
        Entries.at(NOTIFY, notify & ~SIGEV_THREAD_ID, "nstr"),
        (notify & SIGEV_THREAD_ID) != 0 ? "tid" : "pid",
        timer.field("it_pid").field("numbers").index(0).field("nr").asInt());
    out.line("ClockID: %d", timer.field("it_clock").asInt());
  }
}
