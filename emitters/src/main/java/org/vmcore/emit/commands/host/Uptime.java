package org.vmcore.emit.commands.host;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.sched.LoadAverage;
import org.vmcore.kernel.task.LoginSessions;
import org.vmcore.kernel.time.Calendar;
import org.vmcore.kernel.time.Timekeeping;
import org.vmcore.model.Program;

/**
 * {@code uptime} of procps. It counts who is logged in from a file that is not in kernel memory;
 * here the sessions on terminals count.
 */
final class Uptime {
  private static final int SECONDS_PER_DAY = 24 * 60 * 60;

  @Emits("sos_commands/host/uptime")
  void uptime(Program kernel, Text out) {
    Timekeeping clocks = Timekeeping.of(kernel);
    LoadAverage load = LoadAverage.of(kernel);
    out.print(" %s up ", Calendar.clock(clocks.realSeconds()));
    since(clocks.bootSeconds(), out);
    int users = LoginSessions.onTerminals(kernel).size();
    out.print(", %2d %s,  load average: ", users, users == 1 ? "user" : "users");
    out.line("%s, %s, %s", load.text(0), load.text(1), load.text(2));
  }

  private static void since(long seconds, Text out) {
    long days = seconds / SECONDS_PER_DAY;
    long hours = seconds / 3600 % 24;
    long minutes = seconds / 60 % 60;
    if (days > 0) {
      out.print("%ld %s, ", days, days == 1 ? "day" : "days");
    }
    if (hours > 0) {
      out.print("%2ld:%02ld", hours, minutes);
    } else {
      out.print("%ld min", minutes);
    }
  }
}
