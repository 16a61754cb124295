package org.vmcore.kallsyms;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmcore.debuginfo.Symbol;
import org.vmcore.debuginfo.SymbolTable;

/**
 * The kernel's own symbol table, at run-time addresses and in the kernel's own order. Immutable.
 */
public final class KallsymsTable implements SymbolTable {
  private final List<Symbol> sorted;
  private final Map<String, List<Symbol>> byName = new HashMap<>();

  /**
   * @param symbols in the kernel's order, as {@link Kallsyms#read} gives them
   */
  public KallsymsTable(List<Symbol> symbols) {
    List<Symbol> all = new ArrayList<>(symbols);
    all.sort(Comparator.comparingLong(symbol -> symbol.value() + Long.MIN_VALUE));
    this.sorted = List.copyOf(all);
    for (Symbol symbol : sorted) {
      byName.merge(symbol.name(), List.of(symbol), KallsymsTable::joined);
    }
  }

  private static List<Symbol> joined(List<Symbol> some, List<Symbol> more) {
    List<Symbol> all = new ArrayList<>(some);
    all.addAll(more);
    all.sort(Comparator.comparing(symbol -> !symbol.global()));
    return List.copyOf(all);
  }

  @Override
  public List<Symbol> byName(String name) {
    return byName.getOrDefault(name, List.of());
  }

  @Override
  public Optional<Symbol> byAddress(long address) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = low + high >>> 1;
      if (Long.compareUnsigned(sorted.get(middle).value(), address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == 0 || low == sorted.size() && sorted.get(low - 1).value() != address) {
      return Optional.empty(); // behind the last one lies no more of the kernel
    }
    int first = low - 1;
    while (first > 0 && sorted.get(first - 1).value() == sorted.get(first).value()) {
      first--;
    }
    return Optional.of(sorted.get(first));
  }

  @Override
  public List<Symbol> all() {
    return sorted;
  }
}
