package org.vmcore.kernel.time;

import java.util.List;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The clocks that time can be kept by, best first: {@code kernel/time/clocksource.c}. */
public final class ClockSources {
  private static final long CLOCK_SOURCE_VALID_FOR_HRES = 0x20; // include/linux/clocksource.h

  private ClockSources() {}

  /** Name of the one that keeps time. */
  public static String current(Program kernel) {
    long current = kernel.object("unsigned long", kernel.address("curr_clocksource")).asLong();
    return kernel.object("struct clocksource", current).field("name").asString();
  }

  /** Names of those that may; coarse ones do not while the ticks are programmed one by one. */
  public static List<String> available(Program kernel) {
    Value head = kernel.object("struct list_head", kernel.address("clocksource_list"));
    boolean fineOnly = isOneShot(kernel);
    return ListHead.forEachEntry(head, "struct clocksource", "list").stream()
        .filter(
            clock ->
                !fineOnly || (clock.field("flags").asLong() & CLOCK_SOURCE_VALID_FOR_HRES) != 0)
        .map(clock -> clock.field("name").asString())
        .toList();
  }

  /** {@code tick_oneshot_mode_active()} on the first CPU. */
  private static boolean isOneShot(Program kernel) {
    Value device = PerCpu.of(kernel).variable("tick_cpu_device", 0);
    return device.field("mode").asLong() == kernel.enumerator("TICKDEV_MODE_ONESHOT");
  }
}
