package org.vmcore.emit.sys.tracing;

import java.util.Map;
import java.util.Set;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.kernel.trace.FtraceOps;
import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;

/** Which functions are traced, {@code kernel/trace/ftrace.c}. */
final class FilterFiles {
  private static final String ALL = "#### all functions enabled ####";
  private static final String NONE = "#### no functions disabled ####";

  private FilterFiles() {}

  static void register(Map<String, SysfsFile.Shower<Program>> showers) {
    showers.put("set_ftrace_filter", (k, out) -> functions(globalHash(k, "filter_hash"), ALL, out));
    showers.put(
        "set_ftrace_notrace", (k, out) -> functions(globalHash(k, "notrace_hash"), NONE, out));
    showers.put(
        "set_graph_function", (k, out) -> functions(hash(k, "ftrace_graph_hash"), ALL, out));
    showers.put("enabled_functions", (k, out) -> new EnabledFunctions(k).show(out));
    showers.put(
        "set_graph_notrace",
        (k, out) -> functions(hash(k, "ftrace_graph_notrace_hash"), NONE, out));
  }

  /** A hash of the functions that {@code global_ops} traces. */
  private static Value globalHash(Program kernel, String which) {
    if (!kernel.hasSymbol("global_ops")) {
      throw new NoSuchFile("the kernel cannot trace functions");
    }
    return kernel.symbol("global_ops").at("func_hash").field(which);
  }

  private static Value hash(Program kernel, String variable) {
    return kernel
        .findSymbol(variable)
        .orElseThrow(() -> new NoSuchFile("the kernel has no " + variable));
  }

  /** The functions of a {@code struct ftrace_hash}, or a line that says that there are none. */
  private static void functions(Value hash, String whenEmpty, Text out) {
    Set<Long> addresses = FtraceOps.functions(hash);
    if (addresses.isEmpty()) {
      out.line("%s", whenEmpty);
    }
    addresses.forEach(address -> out.line("%s", function(hash.program(), address)));
  }

  /** {@code %ps}, with the module's name behind it. */
  static String function(Program kernel, long address) {
    return kernel
        .symbolAt(address)
        .map(FilterFiles::withModule)
        .orElse("0x" + Long.toHexString(address));
  }

  private static String withModule(SymbolAt symbol) {
    return symbol.module().isEmpty() ? symbol.name() : symbol.name() + " [" + symbol.module() + "]";
  }
}
