package org.vmcore.kernel.trace;

import java.util.List;
import java.util.stream.Stream;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A probe that somebody put into the kernel or a program, {@code kernel/trace/trace_dynevent.c}.
 */
public record DynEvent(Value event) {

  /** {@code dyn_event_list}: all of them. */
  public static List<DynEvent> all(Program kernel) {
    return ListHead.forEachEntry(kernel.symbol("dyn_event_list"), "struct dyn_event", "list")
        .stream()
        .map(DynEvent::new)
        .toList();
  }

  public static Stream<DynEvent> kprobes(Program kernel) {
    return all(kernel).stream().filter(event -> event.isOf("trace_kprobe_ops"));
  }

  public static Stream<DynEvent> uprobes(Program kernel) {
    return all(kernel).stream().filter(event -> event.isOf("trace_uprobe_ops"));
  }

  /** Whether these are its operations: {@code "trace_kprobe_ops"}. */
  public boolean isOf(String operations) {
    Program kernel = event.program();
    return kernel.findAddress(operations).stream()
        .anyMatch(address -> event.field("ops").asLong() == address);
  }

  /** The {@code struct trace_kprobe}. */
  public Value kprobe() {
    return event.containerOf("struct trace_kprobe", "devent");
  }

  /** The {@code struct trace_uprobe}. */
  public Value uprobe() {
    return event.containerOf("struct trace_uprobe", "devent");
  }

  /** {@code trace_kprobe_nhit()}: how often it was met. */
  public long kprobeHits() {
    Program kernel = event.program();
    return CpuMask.possible(kernel).stream()
        .mapToLong(cpu -> PerCpu.of(kernel).ptr(kprobe().field("nhit"), cpu).asLong())
        .sum();
  }
}
