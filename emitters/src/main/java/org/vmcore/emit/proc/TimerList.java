package org.vmcore.emit.proc;

import java.util.List;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.config.RodataStrings;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.kernel.printk.PointerText;
import org.vmcore.kernel.time.Hrtimers;
import org.vmcore.kernel.time.Hrtimers.Hrtimer;
import org.vmcore.kernel.time.Hz;
import org.vmcore.kernel.time.Timekeeping;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code /proc/timer_list} as {@code timer_list_show()}, {@code kernel/time/timer_list.c}: timers
 * of high resolution by CPU and clock, then the devices that tick.
 */
final class TimerList {
  private static final int OLDEST_VERSION = 6;
  private static final int NEWEST_VERSION = 15;
  // kernel/time/tick-sched.h, since 6.10
  private static final int TS_FLAG_STOPPED = 1 << 1;
  private static final int TS_FLAG_NOHZ = 1 << 4;
  private static final int TS_FLAG_HIGHRES = 1 << 5;

  @Emits(value = "proc/timer_list", needs = "hrtimer_bases")
  void timerList(Program kernel, Text out) {
    long now = Timekeeping.of(kernel).monotonicNs();
    out.line("Timer List Version: v0.%d", version(kernel));
    out.line("HRTIMER_MAX_CLOCK_BASES: %d", kernel.enumerator("HRTIMER_MAX_CLOCK_BASES"));
    out.line("now at %ld nsecs\n", now);
    int[] cpus = CpuMask.online(kernel).stream().toArray();
    for (int cpu : cpus) {
      cpu(kernel, cpu, now, out);
    }
    new TickDevices(kernel, out).write(cpus);
  }

  /** The kernel has it in the text that it prints. */
  private static int version(Program kernel) {
    for (int version = NEWEST_VERSION; version > OLDEST_VERSION; version--) {
      if (RodataStrings.of(kernel).has("Timer List Version: v0." + version + "\n")) {
        return version;
      }
    }
    return OLDEST_VERSION;
  }

  /** {@code print_cpu()}. */
  private static void cpu(Program kernel, int cpu, long now, Text out) {
    Value base = Hrtimers.cpuBase(kernel, cpu);
    boolean highResolution = base.has("nr_events");
    out.line("cpu: %d", cpu);
    List<Value> clocks = base.field("clock_base").elements();
    for (int i = 0; i < clocks.size(); i++) {
      out.line(" clock %d:", i);
      clock(clocks.get(i), highResolution, now, out);
    }
    if (highResolution) {
      ns(base, "expires_next", out);
      for (String member :
          List.of("hres_active", "nr_events", "nr_retries", "nr_hangs", "max_hang_time")) {
        number(base, member, out);
      }
    }
    if (kernel.hasSymbol("tick_cpu_sched")) {
      tick(PerCpu.of(kernel).variable("tick_cpu_sched", cpu), out);
      out.line("jiffies: %lu", Hz.jiffies(kernel));
    }
    out.append('\n');
  }

  /** {@code print_base()}. */
  private static void clock(Value base, boolean highResolution, long now, Text out) {
    Program kernel = base.program();
    out.line("  .base:       %s", PointerText.hashed(kernel, base.address()));
    out.line("  .index:      %d", base.field("index").asLong());
    out.line("  .resolution: %u nsecs", kernel.symbol("hrtimer_resolution").asLong());
    if (base.has("get_time")) {
      out.line("  .get_time:   %s", PointerText.symbol(kernel, base.field("get_time").asLong()));
    }
    long offset = Timekeeping.ktimeNs(base.field("offset"));
    if (highResolution) {
      out.line("  .offset:     %lu nsecs", offset);
    }
    out.line("active timers:");
    try {
      int i = 0;
      for (Hrtimer timer : Hrtimers.active(base)) {
        timer(timer, i++, now + offset, out);
      }
    } catch (MemoryFault fault) {
      out.partial("timers of a clock: " + fault.what());
    }
  }

  private static void timer(Hrtimer timer, int index, long now, Text out) {
    Program kernel = timer.value().program();
    out.print(" #%d: <%s>", index, PointerText.hashed(kernel, timer.value().address()));
    out.line(", %s, S:%02x", PointerText.symbol(kernel, timer.function()), timer.state());
    out.print(" # expires at %lu-%lu nsecs", timer.softExpiresNs(), timer.expiresNs());
    out.line(" [in %ld to %ld nsecs]", timer.softExpiresNs() - now, timer.expiresNs() - now);
  }

  private static void number(Value struct, String member, Text out) {
    if (struct.has(member)) {
      out.line("  .%-15s: %lu", member, struct.field(member).asLong());
    }
  }

  private static void ns(Value struct, String member, Text out) {
    if (struct.has(member)) {
      out.line("  .%-15s: %lu nsecs", member, Timekeeping.ktimeNs(struct.field(member)));
    }
  }

  private static void tick(Value tick, Text out) {
    number(tick, "nohz_mode", out);
    flag(tick, "nohz", TS_FLAG_NOHZ, out);
    flag(tick, "highres", TS_FLAG_HIGHRES, out);
    ns(tick, "last_tick", out);
    number(tick, "tick_stopped", out);
    flag(tick, "tick_stopped", TS_FLAG_STOPPED, out);
    for (String count : List.of("idle_jiffies", "idle_calls", "idle_sleeps")) {
      number(tick, count, out);
    }
    for (String time :
        List.of(
            "idle_entrytime",
            "idle_waketime",
            "idle_exittime",
            "idle_sleeptime",
            "iowait_sleeptime")) {
      ns(tick, time, out);
    }
    number(tick, "last_jiffies", out);
    number(tick, "next_timer", out);
    ns(tick, "idle_expires", out);
  }

  private static void flag(Value tick, String name, int flag, Text out) {
    if (tick.has("flags")) {
      out.line("  .%-15s: %d", name, (tick.field("flags").asLong() & flag) != 0 ? 1 : 0);
    }
  }
}
