package org.vmcore.kernel.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;
import org.vmcore.types.StructType;

/** {@code arch/x86/kernel/dumpstack_64.c}: stacks for interrupts, for exceptions, for entry. */
record X86CpuStacks(Program kernel) implements CpuStacks {
  private static final String STACK = "_stack";

  @Override
  public List<StackRegion> of(int cpu) {
    List<StackRegion> stacks = new ArrayList<>();
    addIrq(stacks, cpu);
    if (kernel.hasSymbol("cea_exception_stacks")) {
      addExceptions(stacks, cpu);
    } else if (kernel.hasSymbol("orig_ist")) {
      addOldExceptions(stacks, cpu);
    }
    return stacks;
  }

  private void addIrq(List<StackRegion> stacks, int cpu) {
    long top = irqTop(cpu).orElse(0L);
    if (top != 0) {
      long end = top + Long.BYTES & -2L * Long.BYTES; // newer kernels point to the topmost word
      stacks.add(new StackRegion("IRQ", end - irqSizeBytes(), end));
    }
  }

  /** {@code hardirq_stack_ptr}, from 6.2 to 6.14 in {@code pcpu_hot}; {@code irq_stack_ptr}. */
  private Optional<Long> irqTop(int cpu) {
    PerCpu perCpu = PerCpu.of(kernel);
    if (kernel.hasMember("struct pcpu_hot", "hardirq_stack_ptr")) {
      return Optional.of(perCpu.variable("pcpu_hot", cpu).field("hardirq_stack_ptr").asLong());
    }
    for (String name : List.of("hardirq_stack_ptr", "irq_stack_ptr")) {
      if (kernel.hasSymbol(name)) {
        return Optional.of(perCpu.variable(name, cpu).asLong());
      }
    }
    return Optional.empty();
  }

  private long irqSizeBytes() {
    return kernel
        .findType("struct irq_stack")
        .or(() -> kernel.findType("union irq_stack_union"))
        .map(type -> type.sizeBytes())
        .orElse(ThreadStack.sizeBytes(kernel));
  }

  /** {@code struct cea_exception_stacks}: guard pages and stacks in turn, named by exception. */
  private void addExceptions(List<StackRegion> stacks, int cpu) {
    Value pointer = PerCpu.of(kernel).variable("cea_exception_stacks", cpu);
    if (pointer.isNull()) {
      return;
    }
    Value area = pointer.deref();
    for (StructType.Member member : members(area)) {
      if (member.name().endsWith(STACK) && member.type().sizeBytes() > 0) {
        stacks.add(region(exception(member.name()), area.field(member.name())));
      }
    }
    if (kernel.hasMember("struct cpu_entry_area", "estacks")) {
      Value entry = area.containerOf("struct cpu_entry_area", "estacks");
      stacks.add(region("ENTRY_TRAMPOLINE", entry.field("entry_stack_page")));
    }
  }

  /** {@code exception_stack_names}: the vector's mnemonic, but for the one that has none. */
  private static String exception(String member) {
    String name = member.substring(0, member.length() - STACK.length());
    return switch (name) {
      case "NMI" -> name;
      case "MCE" -> "#MC";
      default -> "#" + name;
    };
  }

  private static List<StructType.Member> members(Value struct) {
    return struct.type().asStruct().map(StructType::members).orElse(List.of());
  }

  private static StackRegion region(String name, Value stack) {
    return new StackRegion(name, stack.address(), stack.address() + stack.type().sizeBytes());
  }

  /** Before 5.2: {@code struct orig_ist} holds the tops; each stack begins where another ends. */
  private void addOldExceptions(List<StackRegion> stacks, int cpu) {
    TreeMap<Long, Boolean> tops = new TreeMap<>(Long::compareUnsigned);
    for (long top : PerCpu.of(kernel).variable("orig_ist", cpu).field("ist").longs()) {
      tops.put(top, true);
    }
    long page = kernel.pageSizeBytes();
    for (long top : tops.keySet()) {
      Long below = tops.lowerKey(top);
      boolean adjoins = below != null && top - below <= 2 * page; // that for debugging has two
      long begin = adjoins ? below : top - page;
      if (top != 0) {
        stacks.add(new StackRegion("EXCEPTION", begin, top));
      }
    }
  }
}
