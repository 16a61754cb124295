package org.vmcore.emit.plugins.trace;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.trace.RingBuffer;
import org.vmcore.kernel.trace.SavedCmdlines;
import org.vmcore.kernel.trace.TraceArray;
import org.vmcore.kernel.trace.TraceEvent;
import org.vmcore.kernel.trace.TraceRecord;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * The events in the buffer of the kernel's tracer, by time. In the columns of {@code trace} of
 * tracefs, but with the fields as they are stored, where that formats each kind of event in its own
 * way.
 */
final class TraceText {
  private static final int MAX_EVENTS = 200_000;
  private static final long NSEC_PER_SEC = 1_000_000_000L;
  private static final long NSEC_PER_USEC = 1000;

  @Emits(value = "plugins/trace/trace.txt", needs = "global_trace")
  void trace(Program kernel, Text out) {
    TraceArray trace = TraceArray.global(kernel);
    RingBuffer buffer = new RingBuffer(trace.buffer());
    List<TraceRecord> records =
        buffer.records().stream()
            .sorted(Comparator.comparingLong(TraceRecord::time).thenComparingInt(TraceRecord::cpu))
            .toList();
    buffer.lost().forEach(out::partial);
    int first = Math.max(0, records.size() - MAX_EVENTS);
    out.line("# tracer: %s", trace.value().at("current_trace->name").asString());
    out.line("# events: %d, of them shown: %d", records.size(), records.size() - first);
    out.line("#           TASK-PID     CPU#      TIMESTAMP  EVENT: FIELDS");
    TraceFields fields = new TraceFields(kernel, types(kernel));
    boolean inNs = isInNanoseconds(kernel, trace);
    for (TraceRecord record : records.subList(first, records.size())) {
      print(kernel, record, inNs, fields, out);
    }
  }

  private static void print(
      Program kernel, TraceRecord record, boolean inNs, TraceFields fields, Text out) {
    int pid = fields.pid(record);
    out.print("%16s", SavedCmdlines.of(kernel).names().getOrDefault(pid, "<...>"));
    out.print("-%-7d [%03d] ", pid, record.cpu());
    if (inNs) {
      out.print("%5llu.", record.time() / NSEC_PER_SEC);
      out.print("%06llu: ", record.time() % NSEC_PER_SEC / NSEC_PER_USEC);
    } else {
      out.print("%12llu: ", record.time());
    }
    fields.print(record, out);
    out.append('\n');
  }

  private static boolean isInNanoseconds(Program kernel, TraceArray trace) {
    long clock = trace.value().field("clock_id").asLong();
    return kernel.symbol("trace_clocks").index(clock).field("in_ns").asBoolean();
  }

  /** {@code ftrace_events}: all kinds of events by the number that their records begin with. */
  private static Map<Integer, TraceEvent> types(Program kernel) {
    Map<Integer, TraceEvent> types = new HashMap<>();
    for (Value call :
        ListHead.forEachEntry(kernel.symbol("ftrace_events"), "struct trace_event_call", "list")) {
      TraceEvent event = new TraceEvent(call, 0);
      types.put(event.type(), event);
    }
    return types;
  }
}
