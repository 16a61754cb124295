package org.vmcore.kernel.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** A {@code struct trace_array}, {@code kernel/trace/trace.h}: a buffer and what goes into it. */
public record TraceArray(Value value) {
  private static final long RB_BUFFER_OFF = 1 << 20; // kernel/trace/ring_buffer.c
  private static final int MAX_TRACERS = 1024;

  /** {@code global_trace}: the one at the top of tracefs. */
  public static TraceArray global(Program kernel) {
    return new TraceArray(kernel.symbol("global_trace"));
  }

  private Program kernel() {
    return value.program();
  }

  /** The {@code struct trace_buffer}. */
  public Value buffer() {
    return value.at("array_buffer.buffer").deref();
  }

  /** {@code tracer_tracing_is_on()}: nobody has switched it off. */
  public boolean isOn() {
    return (buffer().at("record_disabled.counter").asLong() & RB_BUFFER_OFF) == 0;
  }

  /** Whether buffers have their full size; until tracing is used they are minimal. */
  public boolean isExpanded() {
    Value expanded =
        value.has("ring_buffer_expanded") // 6.7+
            ? value.field("ring_buffer_expanded")
            : kernel().symbol("ring_buffer_expanded");
    return expanded.asBoolean();
  }

  /** Sizes of the buffers of the CPUs that are traced. */
  public List<Long> sizesBytes() {
    List<Long> sizes = new ArrayList<>();
    Value data = value.at("array_buffer.data");
    CpuMask.of(kernel().symbol("tracing_buffer_mask")).stream()
        .forEach(cpu -> sizes.add(PerCpu.of(kernel()).ptr(data, cpu).field("entries").asLong()));
    return sizes;
  }

  /** Names of the tracers that can be chosen, as they are listed. */
  public List<String> tracers() {
    List<String> names = new ArrayList<>();
    if (value.has("tracers")) { // 7.0+
      for (Value entry : ListHead.forEachEntry(value.field("tracers"), "struct tracers", "list")) {
        names.add(entry.at("tracer->name").asString());
      }
      return names;
    }
    Value tracer = kernel().symbol("trace_types");
    while (!tracer.isNull() && names.size() < MAX_TRACERS) {
      names.add(tracer.field("name").asString());
      tracer = tracer.field("next");
    }
    return names;
  }

  /** {@code trace_options[]}: the options of all tracers, by the bit that each has. */
  public static List<String> optionNames(Program kernel) {
    return kernel.symbol("trace_options").elements().stream()
        .takeWhile(name -> !name.isNull())
        .map(Value::asString)
        .toList();
  }

  /** Whether the option of this bit is on. */
  public boolean hasOption(int bit) {
    return (value.field("trace_flags").asLong() >> bit & 1) != 0;
  }

  /** {@code struct tracer_flags} of the tracer in use; empty where it has no options. */
  public Optional<Value> tracerFlags() {
    Value flags =
        value.has("current_trace_flags")
            ? value.field("current_trace_flags")
            : value.at("current_trace->flags");
    return flags.isNull() || flags.field("opts").isNull()
        ? Optional.empty()
        : Optional.of(flags.deref());
  }

  /** Events by the order in which they are listed. */
  public List<TraceEvent> events() {
    List<TraceEvent> events = new ArrayList<>();
    for (Value file :
        ListHead.forEachEntry(value.field("events"), "struct trace_event_file", "list")) {
      events.add(new TraceEvent(file.field("event_call").deref(), file.field("flags").asLong()));
    }
    return events;
  }
}
