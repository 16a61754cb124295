package org.vmcore.emit.proc.pid;

import org.vmcore.emit.Text;
import org.vmcore.kernel.config.RodataStrings;
import org.vmcore.kernel.fs.EventPoll;
import org.vmcore.kernel.fs.PidFile;
import org.vmcore.kernel.time.Timekeeping;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** What files of events add to their {@code fdinfo}. */
final class FdInfoEvents {
  private static final int EFD_SEMAPHORE = 1; // include/uapi/linux/eventfd.h
  private static final int CLOCK_REALTIME = 0; // include/uapi/linux/time.h
  private static final int CLOCK_BOOTTIME = 7;
  private static final int CLOCK_REALTIME_ALARM = 8;
  private static final int CLOCK_BOOTTIME_ALARM = 9;
  private static final long NSEC_PER_SEC = 1_000_000_000L;

  private FdInfoEvents() {}

  /** {@code eventfd_show_fdinfo()}, {@code fs/eventfd.c}. */
  static void eventfd(Value file, Text out) {
    Value context = file.field("private_data").cast("struct eventfd_ctx *");
    out.line("eventfd-count: %16lx", context.field("count").asLong());
    if (context.has("id")) { // 5.2+
      out.line("eventfd-id: %d", context.field("id").asLong());
    }
    if (RodataStrings.of(file.program()).has("eventfd-semaphore: ")) { // 6.6+
      long flags = context.field("flags").asLong();
      out.line("eventfd-semaphore: %d", flags & EFD_SEMAPHORE);
    }
  }

  /** {@code ep_show_fdinfo()}, {@code fs/eventpoll.c}. */
  static void epoll(Value file, Text out) {
    for (Value item : EventPoll.items(file)) {
      Value polled = item.at("ffd.file").deref();
      Value inode = polled.field("f_inode").deref();
      out.line(
          "tfd: %8d events: %8x data: %16lx  pos:%d ino:%lx sdev:%x",
          item.at("ffd.fd").asLong(),
          item.at("event.events").asLong(),
          item.at("event.data").asLong(),
          polled.field("f_pos").asLong(),
          inode.field("i_ino").asLong(),
          inode.field("i_sb").field("s_dev").asLong());
    }
  }

  /** {@code signalfd_show_fdinfo()}, {@code fs/signalfd.c}: the mask is kept inverted. */
  static void signalfd(Value file, Text out) {
    Value context = file.field("private_data").cast("struct signalfd_ctx *");
    out.line("sigmask:\t%016lx", ~context.at("sigmask.sig").index(0).asLong());
  }

  /** {@code timerfd_show()}, {@code fs/timerfd.c}. */
  static void timerfd(Value file, Text out) {
    Value context = file.field("private_data").cast("struct timerfd_ctx *").deref();
    int clock = context.field("clockid").asInt();
    boolean alarm = clock == CLOCK_REALTIME_ALARM || clock == CLOCK_BOOTTIME_ALARM;
    Value node = context.at(alarm ? "t.alarm.node" : "t.tmr.node");
    long expires = Timekeeping.ktimeNs(node.field("expires"));
    // A timer that was set relative to now runs on the monotonic clock.
    int runsOn = alarm ? clock : context.at("t.tmr.base->clockid").asInt();
    long remaining = Math.max(0, expires - nowNs(file.program(), runsOn));
    long interval = Timekeeping.ktimeNs(context.field("tintv"));
    out.line("clockid: %d", clock);
    out.line("ticks: %lu", context.field("ticks").asLong());
    out.line("settime flags: 0%o", context.field("settime_flags").asLong());
    out.line("it_value: (%lu, %lu)", remaining / NSEC_PER_SEC, remaining % NSEC_PER_SEC);
    out.line("it_interval: (%lu, %lu)", interval / NSEC_PER_SEC, interval % NSEC_PER_SEC);
  }

  private static long nowNs(Program kernel, int clock) {
    Timekeeping time = Timekeeping.of(kernel);
    return switch (clock) {
      case CLOCK_REALTIME, CLOCK_REALTIME_ALARM -> time.realNs();
      case CLOCK_BOOTTIME, CLOCK_BOOTTIME_ALARM -> time.bootNs();
      default -> time.monotonicNs();
    };
  }

  /** {@code pidfd_show_fdinfo()}, {@code kernel/fork.c}, for a reader in the first namespace. */
  static void pidfd(Value file, Text out) {
    int number = PidFile.number(file);
    out.line("Pid:\t%d", number);
    if (file.program().findAddress("pidns_operations").isEmpty()) {
      return;
    }
    out.print("NSpid:\t%d", number);
    Value pid = PidFile.pid(file);
    for (int level = 1; number > 0 && level <= pid.field("level").asInt(); level++) {
      out.print("\t%d", pid.field("numbers").index(level).field("nr").asLong());
    }
    out.append('\n');
  }
}
