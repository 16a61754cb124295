package org.vmcore.debuginfo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.vmcore.btf.Btf;
import org.vmcore.dump.Dump;
import org.vmcore.dump.VmcoreInfo;
import org.vmcore.kallsyms.KallsymsTable;
import org.vmcore.paging.MemorySearch;

/**
 * Symbols of a kernel's data where its kallsyms has functions alone, as without
 * CONFIG_KALLSYMS_ALL: those that VMCOREINFO names, those that are exported to modules, and the
 * per-CPU variables, whose places BTF knows.
 */
final class DataSymbols {
  private static final String SYMBOL = "SYMBOL(";
  private static final String PROBE = "init_task"; // every kernel has it, in its data
  private static final int MIN_AGREEING = 3;
  private static final long MAX_SIZE_BYTES = 1 << 20;

  private final Map<String, Symbol> found = new HashMap<>();

  private DataSymbols() {}

  /** Whether these are more than functions. */
  static boolean haveData(List<Symbol> symbols) {
    return symbols.stream().anyMatch(symbol -> symbol.name().equals(PROBE));
  }

  /** The table with what can be found of the kernel's data. */
  static SymbolTable added(SymbolTable known, Dump dump, MemorySearch image, Btf types) {
    DataSymbols data = new DataSymbols();
    dump.vmcoreInfo().ifPresent(info -> data.addTold(info, image));
    for (Symbol symbol : ExportTables.in(image, name -> first(known, name))) {
      data.found.putIfAbsent(symbol.name(), symbol);
    }
    data.addPerCpu(types.perCpuOffsets());
    List<Symbol> all = new ArrayList<>(known.all());
    for (Symbol symbol : data.found.values()) {
      if (known.byName(symbol.name()).isEmpty()) {
        all.add(symbol);
      }
    }
    return new KallsymsTable(sized(all));
  }

  /** Nothing tells how large they are; none reaches into the next. */
  static List<Symbol> sized(List<Symbol> symbols) {
    NavigableSet<Long> values = new TreeSet<>(Long::compareUnsigned);
    symbols.forEach(symbol -> values.add(symbol.value()));
    return symbols.stream().map(symbol -> sized(symbol, values)).toList();
  }

  private static Symbol sized(Symbol symbol, NavigableSet<Long> values) {
    Long next = values.higher(symbol.value());
    if (symbol.sizeBytes() != 0
        || symbol.placement() == Symbol.Placement.RELOCATED_TEXT
        || next == null
        || next - symbol.value() > MAX_SIZE_BYTES) {
      return symbol;
    }
    long sizeBytes = next - symbol.value();
    return new Symbol(
        symbol.name(), symbol.value(), sizeBytes, symbol.global(), symbol.placement());
  }

  private static OptionalLong first(SymbolTable known, String name) {
    return known.byName(name).stream().mapToLong(Symbol::value).findFirst();
  }

  /** Of arrays that were allocated VMCOREINFO has the place of the elements: no symbol is there. */
  private void addTold(VmcoreInfo info, MemorySearch image) {
    for (String key : info.values().keySet()) {
      if (key.startsWith(SYMBOL) && key.endsWith(")")) {
        String name = key.substring(SYMBOL.length(), key.length() - 1);
        info.symbol(name).stream().filter(image::spans).forEach(value -> add(name, value));
      }
    }
  }

  private void add(String name, long value) {
    Symbol.Placement placement = Symbol.Placement.RELOCATED_DATA;
    found.putIfAbsent(name, new Symbol(name, value, 0, true, placement));
  }

  /** The section starts where the exported ones among its variables agree that it does. */
  private void addPerCpu(Map<String, Long> offsets) {
    Map<Long, Integer> votes = new HashMap<>();
    offsets.forEach(
        (name, offset) ->
            Optional.ofNullable(found.get(name))
                .ifPresent(symbol -> votes.merge(symbol.value() - offset, 1, Integer::sum)));
    votes.entrySet().stream()
        .filter(vote -> vote.getValue() >= MIN_AGREEING)
        .max(Map.Entry.comparingByValue())
        .ifPresent(start -> offsets.forEach((name, offset) -> add(name, start.getKey() + offset)));
  }
}
