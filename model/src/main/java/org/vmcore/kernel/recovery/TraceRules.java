package org.vmcore.kernel.recovery;

import java.util.List;
import org.vmcore.model.Value;

/** BPF, types of modules, the tracer. */
final class TraceRules {
  static final List<Rule> ALL =
      List.of(
          new Rule(
              "btf_modules",
              e ->
                  e.referred(
                      a ->
                          e.isListOf(
                              a,
                              "struct btf_module",
                              "list",
                              m -> Evidence.isPrintable(m.at("module.name").asString())),
                      "btf_module_notify",
                      "btf_try_get_module")),
          new Rule(
              "btf_vmlinux",
              e ->
                  e.referred(
                      a -> {
                        Value btf = e.kernel().object("struct btf *", a);
                        return !btf.isNull()
                            && btf.field("base_btf").isNull()
                            && btf.field("nr_types").asLong() > 1;
                      },
                      "bpf_get_btf_vmlinux")),
          new Rule(
              "prog_idr",
              e -> e.referred(a -> isIdr(e, a), "bpf_prog_get_curr_or_next", "bpf_prog_free_id")),
          new Rule(
              "map_idr",
              e -> e.referred(a -> isIdr(e, a), "bpf_map_get_curr_or_next", "bpf_map_free_id")),
          new Rule(
              "bpf_kallsyms",
              e ->
                  e.shared(
                      a ->
                          e.mayBeListOf(
                              a,
                              "struct bpf_ksym",
                              "lnode",
                              symbol -> Evidence.isPrintable(symbol.field("name").asString())),
                      "bpf_ksym_add",
                      "bpf_get_kallsym")),
          new Rule(
              "global_trace",
              e ->
                  e.referredInside(
                      a -> {
                        Value trace = e.kernel().object("struct trace_array", a);
                        return trace.at("array_buffer.tr").asLong() == a;
                      },
                      "struct trace_array",
                      List.of("list", "array_buffer", "array_buffer.buffer"),
                      "tracing_is_on",
                      "tracing_on",
                      "trace_array_init_printk")),
          new Rule(
              "ftrace_events",
              e ->
                  e.referred(
                      a ->
                          e.isListOf(
                              a,
                              "struct trace_event_call",
                              "list",
                              event -> !event.field("class").isNull()),
                      "perf_trace_init",
                      "trace_event_dyn_try_get_ref")),
          new Rule(
              "trace_clocks",
              e ->
                  e.holders(e.kernel().address("trace_clock_local")).stream()
                      .mapToLong(a -> a)
                      .filter(a -> e.isText(e.pointer(a + 8), "local"))
                      .findFirst()),
          new Rule(
              "trace_types",
              e ->
                  e.referred(
                      a -> {
                        Value tracer = e.kernel().object("struct tracer *", a);
                        return !tracer.isNull()
                            && e.isText(tracer.field("name").asLong())
                            && e.isFunction(tracer.field("init").asLong());
                      },
                      "t_start",
                      "tracing_set_tracer")));

  private TraceRules() {}

  /** {@code IDR_RT_MARKER}: flags that each idr has from the start. */
  private static boolean isIdr(Evidence e, long address) {
    Value idr = e.kernel().object("struct idr", address);
    return idr.at("idr_rt.xa_flags").asLong() == 0x0400_0004L
        || idr.at("idr_rt.xa_flags").asLong() >>> 24 == 8 && e.number(address + 4) >>> 20 != 0;
  }
}
