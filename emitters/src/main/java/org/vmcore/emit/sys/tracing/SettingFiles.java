package org.vmcore.emit.sys.tracing;

import java.util.Map;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.NotReconstructable;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.trace.DynEvent;
import org.vmcore.kernel.trace.SavedCmdlines;
import org.vmcore.kernel.trace.TraceArray;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Small settings and records of the tracer, {@code kernel/trace/}. */
final class SettingFiles {
  private static final long NSEC_PER_USEC = 1000;
  private static final long NSEC_PER_SEC = 1_000_000_000;
  private static final String CMD_PREFIX = "  Command: "; // kernel/trace/trace.c

  private SettingFiles() {}

  static void register(Map<String, SysfsFile.Shower<Program>> showers) {
    showers.put("buffer_percent", (k, out) -> out.line("%d", of(k, "buffer_percent").asInt()));
    showers.put(
        "tracing_max_latency",
        (k, out) -> out.line("%ld", of(k, "max_latency").asLong() / NSEC_PER_USEC));
    showers.put("max_graph_depth", (k, out) -> number(k, "fgraph_max_depth", out));
    showers.put("stack_max_size", (k, out) -> number(k, "stack_trace_max_size", out));
    showers.put("dyn_ftrace_total_info", SettingFiles::totalInfo);
    showers.put("timestamp_mode", SettingFiles::timestampMode);
    showers.put("saved_cmdlines", SettingFiles::savedCmdlines);
    showers.put("set_event_pid", (k, out) -> pids(k, "filtered_pids", "", out));
    showers.put("set_event_notrace_pid", (k, out) -> pids(k, "filtered_no_pids", "", out));
    showers.put("set_ftrace_pid", (k, out) -> pids(k, "function_pids", "no pid\n", out));
    showers.put("set_ftrace_notrace_pid", (k, out) -> pids(k, "function_no_pids", "no pid\n", out));
    showers.put("synthetic_events", SettingFiles::syntheticEvents);
    showers.put("error_log", SettingFiles::errorLog);
  }

  /** A member of the buffer's structure that this kernel may lack, and the file with it. */
  private static Value of(Program kernel, String member) {
    Value trace = TraceArray.global(kernel).value();
    if (!trace.has(member)) {
      throw new NoSuchFile("the kernel has no " + member + " of tracing");
    }
    return trace.field(member);
  }

  private static void number(Program kernel, String variable, Text out) {
    Value value =
        kernel
            .findSymbol(variable)
            .orElseThrow(() -> new NoSuchFile("the kernel has no " + variable));
    out.line("%ld", value.asLong());
  }

  /** {@code tracing_read_dyn_info()}. */
  private static void totalInfo(Program kernel, Text out) {
    if (!kernel.hasSymbol("ftrace_number_of_pages")) {
      throw new NoSuchFile("the kernel does not count its traced functions");
    }
    out.line(
        "%ld pages:%ld groups: %ld",
        kernel.symbol("ftrace_update_tot_cnt").asLong(),
        kernel.symbol("ftrace_number_of_pages").asLong(),
        kernel.symbol("ftrace_number_of_groups").asLong());
  }

  private static void timestampMode(Program kernel, Text out) {
    boolean absolute = TraceArray.global(kernel).buffer().field("time_stamp_abs").asBoolean();
    out.line(absolute ? "delta [absolute]" : "[delta] absolute");
  }

  private static void savedCmdlines(Program kernel, Text out) {
    SavedCmdlines.of(kernel)
        .names()
        .forEach(
            (pid, name) -> {
              out.print("%d ", pid);
              out.raw(name);
              out.append('\n');
            });
  }

  private static void pids(Program kernel, String member, String whenAll, Text out) {
    if (!of(kernel, member).isNull()) {
      throw new NotReconstructable("the numbers of the processes that are traced");
    }
    out.raw(whenAll);
  }

  private static void syntheticEvents(Program kernel, Text out) {
    if (kernel.findAddress("synth_event_ops").isEmpty()) {
      throw new NoSuchFile("the kernel has no synthetic events");
    }
    if (DynEvent.all(kernel).stream().anyMatch(event -> event.isOf("synth_event_ops"))) {
      out.partial("the synthetic events that there are");
    }
  }

  /** {@code tracing_err_log_seq_show()}: settings that were refused, and where they are wrong. */
  private static void errorLog(Program kernel, Text out) {
    for (Value error :
        ListHead.forEachEntry(of(kernel, "err_log"), "struct tracing_log_err", "list")) {
      Value info = error.field("info");
      long ns = info.field("ts").asLong();
      out.print("[%5lu.%06u] ", ns / NSEC_PER_SEC, ns % NSEC_PER_SEC / NSEC_PER_USEC);
      out.print("%s", error.field("loc").asString());
      out.print("%s", info.field("errs").index(info.field("type").asLong()).asString());
      out.print("%s", error.field("cmd").asString());
      out.line("%*s^", CMD_PREFIX.length() + info.field("pos").asInt(), "");
    }
  }
}
