package org.vmcore.emit.sys.tracing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.printk.PointerText;
import org.vmcore.kernel.trace.DynFtrace;
import org.vmcore.kernel.trace.FtraceOps;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Which functions are traced and by whom, {@code t_show()} of {@code kernel/trace/ftrace.c}. */
final class EnabledFunctions {
  private static final int CALL_OPCODE = 0xe8;
  private static final int CALL_BYTES = 5;

  private final Program kernel;
  private final List<FtraceOps> all = new ArrayList<>();
  private final Map<Long, List<FtraceOps>> subops = new HashMap<>(); // by the address of theirs
  private final boolean showsCallOps;
  private final boolean showsModified;

  EnabledFunctions(Program kernel) {
    if (!kernel.hasSymbol("ftrace_pages_start")) {
      throw new NoSuchFile("the kernel cannot trace functions");
    }
    this.kernel = kernel;
    FtraceOps.list(kernel).forEach(ops -> all.add(FtraceOps.of(ops)));
    showsCallOps = kernel.findEnumerator("FTRACE_FL_CALL_OPS").isPresent();
    showsModified = kernel.findEnumerator("FTRACE_FL_MODIFIED").isPresent();
  }

  void show(Text out) {
    for (DynFtrace function : DynFtrace.enabled(kernel)) {
      out.print("%s (%ld)", FilterFiles.function(kernel, function.ip()), function.count());
      flags(function, out);
      tramps(function, out);
      callOps(function, out);
      if (function.has("FTRACE_FL_DIRECT")) {
        direct(function.ip(), out);
      }
      out.append('\n');
    }
  }

  private void flags(DynFtrace function, Text out) {
    out.print("%s", function.has("FTRACE_FL_REGS") ? " R" : "  ");
    out.print("%s", function.has("FTRACE_FL_IPMODIFY") ? " I" : "  ");
    out.print("%s", function.has("FTRACE_FL_DIRECT") ? " D" : "  ");
    if (showsCallOps) {
      out.print("%s", function.has("FTRACE_FL_CALL_OPS") ? " O" : "  ");
    }
    if (showsModified) {
      out.print("%s", function.has("FTRACE_FL_MODIFIED") ? " M " : "   ");
    }
  }

  private List<FtraceOps> of(DynFtrace function) {
    return all.stream().filter(ops -> ops.traces(function.ip())).toList();
  }

  private void tramps(DynFtrace function, Text out) {
    if (!function.has("FTRACE_FL_TRAMP_EN")) {
      called(staticCall(function.has("FTRACE_FL_REGS_EN")), out);
      return;
    }
    List<FtraceOps> own =
        of(function).stream().filter(o -> o.value().field("trampoline").asLong() != 0).toList();
    if (own.isEmpty()) {
      out.print("\ttramp: ERROR!");
    }
    for (FtraceOps ops : own) {
      out.print("\ttramp: %s (%s)", pointer(ops, "trampoline"), pointer(ops, "func"));
      called(trampolineCall(ops), out);
      subops(ops, function, out);
    }
  }

  private String pointer(FtraceOps ops, String member) {
    return PointerText.symbolAndOffset(kernel, ops.value().field(member).asLong());
  }

  private void called(OptionalLong function, Text out) {
    if (function.isPresent()) {
      out.print(" ->%s", PointerText.symbolAndOffset(kernel, function.getAsLong()));
    }
  }

  /** {@code arch_ftrace_trampoline_func()} of x86: whom a copy of the entry code calls. */
  private OptionalLong trampolineCall(FtraceOps ops) {
    long trampoline = ops.value().field("trampoline").asLong();
    if (!ops.has("FTRACE_OPS_FL_ALLOC_TRAMP")) {
      // Without arguments of its own the graph tracer has the only static one.
      OptionalLong graph = kernel.findAddress("ftrace_graph_caller");
      return graph.equals(OptionalLong.of(trampoline))
          ? kernel.findAddress("prepare_ftrace_return")
          : OptionalLong.empty();
    }
    boolean regs = ops.has("FTRACE_OPS_FL_SAVE_REGS");
    OptionalLong offset = callOffset(regs);
    return offset.isPresent() ? target(trampoline + offset.getAsLong()) : offset;
  }

  private OptionalLong staticCall(boolean regs) {
    return callOffset(regs).isPresent()
        ? target(kernel.address(regs ? "ftrace_regs_call" : "ftrace_call"))
        : OptionalLong.empty();
  }

  /** Where in the entry code of x86 the call is; other machines do not tell. */
  private OptionalLong callOffset(boolean regs) {
    OptionalLong caller = kernel.findAddress(regs ? "ftrace_regs_caller" : "ftrace_caller");
    OptionalLong call = kernel.findAddress(regs ? "ftrace_regs_call" : "ftrace_call");
    return kernel.machine().equals("x86_64") && caller.isPresent() && call.isPresent()
        ? OptionalLong.of(call.getAsLong() - caller.getAsLong())
        : OptionalLong.empty();
  }

  private OptionalLong target(long call) {
    return kernel.memory().u8(call) == CALL_OPCODE
        ? OptionalLong.of(call + CALL_BYTES + kernel.memory().u32(call + 1))
        : OptionalLong.empty();
  }

  private void callOps(DynFtrace function, Text out) {
    if (!function.has("FTRACE_FL_CALL_OPS_EN")) {
      return;
    }
    List<FtraceOps> only = of(function);
    if (only.size() != 1) {
      out.print("\tops: ERROR!");
      return;
    }
    FtraceOps ops = only.get(0);
    String name = PointerText.symbolAndOffset(kernel, ops.value().address());
    out.print("\tops: %s (%s)", name, pointer(ops, "func"));
    subops(ops, function, out);
  }

  /** Kernels with {@code print_subops()} also show the users of a tracer. */
  private void subops(FtraceOps ops, DynFtrace function, Text out) {
    if (kernel.findAddress("print_subops").isEmpty() || !ops.value().has("subop_list")) {
      return;
    }
    String before = "\tsubops:";
    for (FtraceOps sub : subops.computeIfAbsent(ops.value().address(), key -> subops(ops))) {
      if (sub.traces(function.ip())) {
        out.print("%s ", before);
        subop(sub, out);
        before = "";
      }
    }
  }

  private static List<FtraceOps> subops(FtraceOps ops) {
    Value head = ops.value().field("subop_list");
    return ListHead.forEachEntry(head, "struct ftrace_ops", "list").stream()
        .map(FtraceOps::of)
        .filter(sub -> sub.has("FTRACE_OPS_FL_ENABLED"))
        .toList();
  }

  private void subop(FtraceOps ops, Text out) {
    if (ops.has("FTRACE_OPS_FL_GRAPH")) {
      Value graph = ops.value().containerOf("struct fgraph_ops", "ops");
      String entry = PointerText.symbolAndOffset(kernel, graph.field("entryfunc").asLong());
      String exit = PointerText.symbolAndOffset(kernel, graph.field("retfunc").asLong());
      out.print("{ent:%s ret:%s}", entry, exit);
    } else if (ops.value().field("trampoline").asLong() != 0) {
      out.print("{%s (%s)}", pointer(ops, "trampoline"), pointer(ops, "func"));
      called(trampolineCall(ops), out);
    } else {
      out.print("{%s}", pointer(ops, "func"));
    }
  }

  /** In new kernels an odd address says that the tracer is jumped to: {@code ftrace_is_jmp()}. */
  private void direct(long function, Text out) {
    FtraceOps.entries(kernel.symbol("direct_functions")).stream()
        .filter(entry -> entry.field("ip").asLong() == function)
        .findFirst()
        .map(entry -> entry.field("direct").asLong())
        .ifPresent(
            direct ->
                out.print(
                    "\n\tdirect%s-->%s",
                    (direct & 1) == 0 ? "" : "(jmp)",
                    PointerText.symbolAndOffset(kernel, direct & ~1L)));
  }
}
