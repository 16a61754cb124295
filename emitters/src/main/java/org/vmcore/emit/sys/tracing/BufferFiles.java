package org.vmcore.emit.sys.tracing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.kernel.cpu.Bitmaps;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.trace.SavedCmdlines;
import org.vmcore.kernel.trace.TraceArray;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The tracer in use, its buffer, clock and options: {@code kernel/trace/trace.c}. */
final class BufferFiles {
  private static final long NSEC_PER_USEC = 1000;
  private static final int MAX_OPTIONS = 256;

  private BufferFiles() {}

  static void register(Map<String, SysfsFile.Shower<Program>> showers) {
    showers.put("tracing_on", (k, out) -> out.line("%d", TraceArray.global(k).isOn() ? 1 : 0));
    showers.put("current_tracer", BufferFiles::currentTracer);
    showers.put("available_tracers", BufferFiles::availableTracers);
    showers.put("buffer_size_kb", BufferFiles::bufferSize);
    showers.put("buffer_total_size_kb", BufferFiles::bufferTotalSize);
    showers.put("trace_clock", BufferFiles::clock);
    showers.put("tracing_cpumask", BufferFiles::cpumask);
    showers.put("tracing_thresh", BufferFiles::threshold);
    showers.put("trace_options", BufferFiles::options);
    showers.put("saved_cmdlines_size", BufferFiles::savedCmdlinesSize);
  }

  private static void currentTracer(Program kernel, Text out) {
    out.line("%s", TraceArray.global(kernel).value().at("current_trace->name").asString());
  }

  private static void availableTracers(Program kernel, Text out) {
    out.line("%s", String.join(" ", TraceArray.global(kernel).tracers()));
  }

  /** {@code tracing_entries_read()}. */
  private static void bufferSize(Program kernel, Text out) {
    TraceArray trace = TraceArray.global(kernel);
    List<Long> sizesBytes = trace.sizesBytes();
    if (sizesBytes.stream().distinct().count() > 1) {
      out.line("X");
    } else {
      long sizeKb = sizesBytes.isEmpty() ? 0 : sizesBytes.get(0) >> 10;
      size(trace, sizeKb, expandedKb(kernel), out);
    }
  }

  /** {@code tracing_total_entries_read()}. */
  private static void bufferTotalSize(Program kernel, Text out) {
    TraceArray trace = TraceArray.global(kernel);
    List<Long> sizesBytes = trace.sizesBytes();
    long totalKb = sizesBytes.stream().mapToLong(bytes -> bytes >> 10).sum();
    size(trace, totalKb, sizesBytes.size() * expandedKb(kernel), out);
  }

  private static long expandedKb(Program kernel) {
    return kernel.symbol("trace_buf_size").asLong() >> 10;
  }

  private static void size(TraceArray trace, long sizeKb, long expandedKb, Text out) {
    if (trace.isExpanded()) {
      out.line("%lu", sizeKb);
    } else {
      out.line("%lu (expanded: %lu)", sizeKb, expandedKb);
    }
  }

  private static void clock(Program kernel, Text out) {
    int current = TraceArray.global(kernel).value().field("clock_id").asInt();
    List<Value> clocks = kernel.symbol("trace_clocks").elements();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < clocks.size(); i++) {
      String name = clocks.get(i).field("name").asString();
      names.add(i == current ? "[" + name + "]" : name);
    }
    out.line("%s", String.join(" ", names));
  }

  private static void cpumask(Program kernel, Text out) {
    Value mask = TraceArray.global(kernel).value().field("tracing_cpumask");
    out.line("%s", Bitmaps.hex(CpuMask.of(mask), CpuMask.nrCpuIds(kernel)));
  }

  /** {@code tracing_nsecs_read()}. */
  private static void threshold(Program kernel, Text out) {
    long thresholdNs = kernel.symbol("tracing_thresh").asLong();
    out.line("%ld", thresholdNs == -1 ? -1 : thresholdNs / NSEC_PER_USEC);
  }

  /** {@code tracing_trace_options_show()}: those of all tracers, then of the one in use. */
  private static void options(Program kernel, Text out) {
    TraceArray trace = TraceArray.global(kernel);
    List<String> names = TraceArray.optionNames(kernel);
    for (int i = 0; i < names.size(); i++) {
      out.line("%s%s", trace.hasOption(i) ? "" : "no", names.get(i));
    }
    Optional<Value> flags = trace.tracerFlags();
    flags.ifPresent(own -> ownOptions(own, out));
  }

  private static void ownOptions(Value flags, Text out) {
    long set = flags.field("val").asLong();
    Value options = flags.field("opts");
    for (int i = 0; i < MAX_OPTIONS && !options.index(i).field("name").isNull(); i++) {
      Value option = options.index(i);
      boolean on = (set & option.field("bit").asLong()) != 0;
      out.line("%s%s", on ? "" : "no", option.field("name").asString());
    }
  }

  private static void savedCmdlinesSize(Program kernel, Text out) {
    out.line("%u", SavedCmdlines.of(kernel).size());
  }
}
