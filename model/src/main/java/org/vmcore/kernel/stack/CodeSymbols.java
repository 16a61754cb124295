package org.vmcore.kernel.stack;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;

/**
 * Names of code: of the kernel, its modules and compiled BPF programs, as {@code %pB} of {@code
 * printk} gives them ({@code kernel/kallsyms.c}). Thread-safe.
 */
public final class CodeSymbols {
  private final Program kernel;
  private final AddressRange[] text;
  private final AddressRange[] scheduler;
  private final TreeMap<Long, BpfCode> bpf = new TreeMap<>(Long::compareUnsigned);

  /** {@code struct bpf_ksym}: a compiled program or trampoline. */
  private record BpfCode(long start, long end, String name) {}

  private record AddressRange(long begin, long end) {
    boolean holds(long address) {
      return Long.compareUnsigned(address - begin, end - begin) < 0;
    }
  }

  private CodeSymbols(Program kernel) {
    this.kernel = kernel;
    text = ranges("_stext", "_etext", "_sinittext", "_einittext");
    scheduler =
        ranges("__sched_text_start", "__sched_text_end", "__lock_text_start", "__lock_text_end");
    addBpf();
  }

  public static CodeSymbols of(Program kernel) {
    return kernel.computed(CodeSymbols.class, CodeSymbols::new);
  }

  private AddressRange[] ranges(String... borders) {
    AddressRange[] ranges = new AddressRange[borders.length / 2];
    for (int i = 0; i < ranges.length; i++) {
      OptionalLong begin = kernel.findAddress(borders[2 * i]);
      OptionalLong end = kernel.findAddress(borders[2 * i + 1]);
      boolean known = begin.isPresent() && end.isPresent();
      ranges[i] =
          known ? new AddressRange(begin.getAsLong(), end.getAsLong()) : new AddressRange(0, 0);
    }
    return ranges;
  }

  private void addBpf() {
    if (!kernel.hasSymbol("bpf_kallsyms") || !kernel.hasMember("struct bpf_ksym", "lnode")) {
      return;
    }
    try {
      for (Value code :
          ListHead.forEachEntry(kernel.symbol("bpf_kallsyms"), "struct bpf_ksym", "lnode")) {
        long start = code.field("start").asLong();
        bpf.put(
            start, new BpfCode(start, code.field("end").asLong(), code.field("name").asString()));
      }
    } catch (MemoryFault | Malformed fault) {
      bpf.clear(); // their frames stay without names
    }
  }

  /**
   * The function that a frame stands for.
   *
   * @param pc a return address, or an interrupted instruction
   * @param interrupted a return address lies behind its call, perhaps behind the function's end
   */
  Optional<SymbolAt> at(long pc, boolean interrupted) {
    int back = interrupted ? 0 : 1;
    return at(pc - back)
        .map(s -> new SymbolAt(s.name(), s.offsetBytes() + back, s.sizeBytes(), s.module()));
  }

  /** The function that holds the address; empty for data and for code without a name. */
  public Optional<SymbolAt> at(long address) {
    Map.Entry<Long, BpfCode> compiled = bpf.floorEntry(address);
    if (compiled != null && Long.compareUnsigned(address, compiled.getValue().end()) < 0) {
      BpfCode code = compiled.getValue();
      return Optional.of(
          new SymbolAt(code.name(), address - code.start(), code.end() - code.start(), "bpf"));
    }
    return kernel.symbolAt(address).filter(s -> !s.module().isEmpty() || isIn(text, address));
  }

  /** {@code core_kernel_text()}, with the code that only starting needed. */
  boolean isKernelText(long address) {
    return isIn(text, address);
  }

  /** {@code in_sched_functions()}, {@code kernel/sched/core.c}. */
  boolean isScheduler(long address) {
    return isIn(scheduler, address);
  }

  private static boolean isIn(AddressRange[] ranges, long address) {
    for (AddressRange range : ranges) {
      if (range.holds(address)) {
        return true;
      }
    }
    return false;
  }
}
