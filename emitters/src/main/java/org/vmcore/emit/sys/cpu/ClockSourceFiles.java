package org.vmcore.emit.sys.cpu;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.time.ClockSources;
import org.vmcore.model.Program;

/** {@code /sys/devices/system/clocksource/clocksource0}, {@code kernel/time/clocksource.c}. */
final class ClockSourceFiles {
  @Emits(
      value = "sys/devices/system/clocksource/clocksource0/current_clocksource",
      needs = "curr_clocksource")
  void current(Program kernel, Text out) {
    out.line("%s", ClockSources.current(kernel));
  }

  @Emits(
      value = "sys/devices/system/clocksource/clocksource0/available_clocksource",
      needs = "clocksource_list")
  void available(Program kernel, Text out) {
    for (String name : ClockSources.available(kernel)) {
      out.print("%s ", name);
    }
    out.append('\n');
  }
}
