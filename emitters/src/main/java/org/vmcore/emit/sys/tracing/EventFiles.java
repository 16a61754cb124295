package org.vmcore.emit.sys.tracing;

import java.util.Map;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.kernel.trace.DynEvent;
import org.vmcore.kernel.trace.TraceArray;
import org.vmcore.kernel.trace.TraceEvent;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Which events are traced, and probes: {@code kernel/trace/trace_events.c} and others. */
final class EventFiles {
  private EventFiles() {}

  static void register(Map<String, SysfsFile.Shower<Program>> showers) {
    showers.put("set_event", EventFiles::enabled);
    showers.put("available_events", EventFiles::available);
    showers.put("kprobe_events", EventFiles::kprobes);
    showers.put("kprobe_profile", EventFiles::kprobeProfile);
    showers.put("uprobe_events", EventFiles::uprobes);
    showers.put("uprobe_profile", EventFiles::uprobeProfile);
    showers.put("dynamic_events", EventFiles::dynamicEvents);
  }

  private static void enabled(Program kernel, Text out) {
    TraceArray.global(kernel).events().stream()
        .filter(TraceEvent::isEnabled)
        .forEach(event -> out.line("%s:%s", event.system(), event.name()));
  }

  private static void available(Program kernel, Text out) {
    TraceArray.global(kernel).events().stream()
        .filter(TraceEvent::isAvailable)
        .forEach(event -> out.line("%s:%s", event.system(), event.name()));
  }

  private static void need(Program kernel, String symbol) {
    if (kernel.findAddress(symbol).isEmpty()) {
      throw new NoSuchFile("the kernel has no " + symbol);
    }
  }

  private static void kprobes(Program kernel, Text out) {
    need(kernel, "trace_kprobe_ops");
    DynEvent.kprobes(kernel).forEach(event -> kprobe(event.kprobe(), out));
  }

  private static void uprobes(Program kernel, Text out) {
    need(kernel, "trace_uprobe_ops");
    DynEvent.uprobes(kernel).forEach(event -> uprobe(event.uprobe(), out));
  }

  private static void dynamicEvents(Program kernel, Text out) {
    need(kernel, "dyn_event_list");
    for (DynEvent event : DynEvent.all(kernel)) {
      if (event.isOf("trace_kprobe_ops")) {
        kprobe(event.kprobe(), out);
      } else if (event.isOf("trace_uprobe_ops")) {
        uprobe(event.uprobe(), out);
      } else {
        out.partial("events that are neither kprobes nor uprobes");
      }
    }
  }

  /** {@code trace_kprobe_show()}. */
  private static void kprobe(Value probe, Text out) {
    Value kretprobe = probe.field("rp");
    boolean atReturn = !kretprobe.field("handler").isNull();
    out.print("%c", atReturn ? 'r' : 'p');
    if (atReturn && kretprobe.field("maxactive").asInt() != 0) {
      out.print("%d", kretprobe.field("maxactive").asInt());
    }
    name(probe, out);
    Value symbol = probe.field("symbol");
    long offset = kretprobe.at("kp.offset").asLong();
    if (symbol.isNull()) {
      out.print(" 0x%016lx", kretprobe.at("kp.addr").asLong());
      out.partial("the kernel shows another address, a hash of this one");
    } else if (offset != 0) {
      out.print(" %s+%u", symbol.asString(), offset);
    } else {
      out.print(" %s", symbol.asString());
    }
    arguments(probe, out);
  }

  /** {@code trace_uprobe_show()}. */
  private static void uprobe(Value probe, Text out) {
    out.print("%c", probe.at("consumer.ret_handler").isNull() ? 'p' : 'r');
    name(probe, out);
    out.print(" %s:0x%016lx", probe.field("filename").asString(), probe.field("offset").asLong());
    long counter = probe.field("ref_ctr_offset").asLong();
    if (counter != 0) {
      out.print("(0x%lx)", counter);
    }
    arguments(probe, out);
  }

  private static void name(Value probe, Text out) {
    Value call = probe.at("tp.event->call");
    out.print(":%s/%s", call.at("class->system").asString(), call.field("name").asString());
  }

  private static void arguments(Value probe, Text out) {
    Value arguments = probe.at("tp.args");
    long count = probe.at("tp.nr_args").asLong();
    for (int i = 0; i < Math.min(count, MAX_TRACE_ARGS); i++) {
      Value argument = arguments.index(i);
      out.print(" %s=%s", argument.field("name").asString(), argument.field("comm").asString());
    }
    out.append('\n');
  }

  private static final int MAX_TRACE_ARGS = 128; // kernel/trace/trace_probe.h

  private static void kprobeProfile(Program kernel, Text out) {
    need(kernel, "trace_kprobe_ops");
    DynEvent.kprobes(kernel)
        .forEach(
            event -> {
              Value probe = event.kprobe();
              long missed = probe.at("rp.kp.nmissed").asLong();
              if (!probe.at("rp.handler").isNull()) {
                missed += probe.at("rp.nmissed").asLong();
              }
              String name = probe.at("tp.event->call.name").asString();
              out.line("  %-44s %15lu %15lu", name, event.kprobeHits(), missed);
            });
  }

  private static void uprobeProfile(Program kernel, Text out) {
    need(kernel, "trace_uprobe_ops");
    DynEvent.uprobes(kernel).forEach(event -> uprobeProfile(event.uprobe(), out));
  }

  private static void uprobeProfile(Value probe, Text out) {
    String file = probe.field("filename").asString();
    String name = probe.at("tp.event->call.name").asString();
    if (!probe.has("nhit")) {
      out.partial("how often each probe was met");
    } else {
      out.line("  %s %-44s %15lu", file, name, probe.field("nhit").asLong());
    }
  }
}
