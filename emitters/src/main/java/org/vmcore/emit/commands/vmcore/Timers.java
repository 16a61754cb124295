package org.vmcore.emit.commands.vmcore;

import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.printk.PointerText;
import org.vmcore.kernel.time.Hz;
import org.vmcore.kernel.time.TimerBase;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Timers that count in jiffies, by CPU and wheel, as a debugger's {@code timer}. */
final class Timers {
  @Emits("sos_commands/vmcore/timer")
  void timer(Program kernel, Text out) {
    long jiffies = Hz.jiffies(kernel);
    out.line("JIFFIES\n%lu", jiffies);
    for (int cpu : CpuMask.possible(kernel).stream().toArray()) {
      for (TimerBase base : TimerBase.of(kernel, cpu)) {
        out.line(
            "\nTIMER_BASES[%d][%s]: %016lx  CLK: %lu",
            cpu, base.name(), base.value().address(), base.clk());
        out.line("  %16s %12s  %-16s  %s", "EXPIRES", "TTE", "TIMER_LIST", "FUNCTION");
        try {
          timers(base, jiffies, out);
        } catch (MemoryFault | Malformed fault) {
          out.partial("timers of CPU " + cpu + ": " + fault.what());
        }
      }
    }
  }

  private static void timers(TimerBase base, long jiffies, Text out) {
    boolean any = false;
    for (Value timer : base.timers()) {
      long expires = timer.field("expires").asLong();
      String function = PointerText.symbol(timer.program(), timer.field("function").asLong());
      out.line("  %16lu %12ld  %016lx  %s", expires, expires - jiffies, timer.address(), function);
      any = true;
    }
    if (!any) {
      out.line("  (none)");
    }
  }
}
