package org.vmcore.emit.proc;

import java.util.Optional;
import org.vmcore.emit.Text;
import org.vmcore.kernel.config.RodataStrings;
import org.vmcore.kernel.cpu.Bitmaps;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.kernel.printk.PointerText;
import org.vmcore.kernel.time.Timekeeping;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The devices that tick, as {@code print_tickdevice()}, {@code kernel/time/timer_list.c}. */
final class TickDevices {
  private static final String[][] FUNCTIONS = {
    {"set_state_shutdown", "shutdown:"},
    {"set_state_periodic", "periodic:"},
    {"set_state_oneshot", "oneshot:"},
    {"set_state_oneshot_stopped", "oneshot stopped:"},
    {"tick_resume", "resume:"}
  };

  private final Program kernel;
  private final Text out;
  private final boolean isAligned;

  TickDevices(Program kernel, Text out) {
    this.kernel = kernel;
    this.out = out;
    this.isAligned = RodataStrings.of(kernel).has(" shutdown:       %ps\n"); // since 5.13
  }

  void write(int[] cpus) {
    boolean broadcasts = kernel.hasSymbol("tick_broadcast_device");
    if (broadcasts) {
      device(kernel.symbol("tick_broadcast_device"), "Broadcast device");
      out.append('\n');
      mask("tick_broadcast_mask");
      mask("tick_broadcast_oneshot_mask");
      out.append('\n');
    }
    for (int cpu : cpus) {
      device(PerCpu.of(kernel).variable("tick_cpu_device", cpu), "Per CPU device: " + cpu);
      if (broadcasts && RodataStrings.of(kernel).has("Wakeup Device: %s\n")) {
        out.line("Wakeup Device: %s", wakeupDevice(cpu));
      }
      out.append('\n');
    }
  }

  private void mask(String symbol) {
    kernel
        .findSymbol(symbol)
        .ifPresent(
            mask ->
                out.line(
                    "%s: %s", symbol, Bitmaps.hex(CpuMask.of(mask), CpuMask.nrCpuIds(kernel))));
  }

  /** {@code tick_get_wakeup_device()}: a timer of this CPU that wakes it from deep sleep. */
  private String wakeupDevice(int cpu) {
    if (!kernel.hasSymbol("tick_oneshot_wakeup_device")) {
      return "<NULL>";
    }
    Value device = PerCpu.of(kernel).variable("tick_oneshot_wakeup_device", cpu);
    return device.isNull() ? "<NULL>" : device.field("name").asString();
  }

  private void device(Value tick, String title) {
    out.line("Tick Device: mode:     %d", tick.field("mode").asLong());
    out.line("%s", title);
    Value device = tick.field("evtdev");
    if (device.isNull()) {
      out.line("Clock Event Device: <NULL>");
      return;
    }
    out.line("Clock Event Device: %s", device.field("name").asString());
    for (String member : new String[] {"max_delta_ns", "min_delta_ns", "mult", "shift"}) {
      out.line(" %-15s %lu", member + ":", device.field(member).asLong());
    }
    Value state = MemberVariants.first(device, "state_use_accessors", "mode");
    out.line(" mode:           %d", state.asLong());
    out.line(" next_event:     %ld nsecs", Timekeeping.ktimeNs(device.field("next_event")));
    out.line(" set_next_event: %s", symbol(device.field("set_next_event")));
    for (String[] function : FUNCTIONS) {
      function(device, function[0], function[1]);
    }
    out.line(" event_handler:  %s", symbol(device.field("event_handler")));
    if (isAligned) {
      out.append('\n');
    }
    out.line(" retries:        %lu", device.field("retries").asLong());
  }

  private void function(Value device, String member, String label) {
    Optional<Value> function = MemberVariants.find(device, member).filter(f -> !f.isNull());
    function.ifPresent(f -> out.line(isAligned ? " %-15s %s" : " %-9s %s", label, symbol(f)));
  }

  private String symbol(Value function) {
    return PointerText.symbol(kernel, function.asLong());
  }
}
