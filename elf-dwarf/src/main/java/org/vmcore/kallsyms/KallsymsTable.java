package org.vmcore.kallsyms;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.vmcore.debuginfo.Symbol;
import org.vmcore.debuginfo.SymbolTable;
import org.vmcore.debuginfo.SymbolsByAddress;
import org.vmcore.debuginfo.SymbolsByName;

/**
 * The kernel's own symbol table, at run-time addresses and in the kernel's own order. Immutable.
 */
public final class KallsymsTable implements SymbolTable {
  private final List<Symbol> sorted;
  private final SymbolsByName byName;
  private final SymbolsByAddress byAddress;

  /**
   * @param symbols in the kernel's order, as {@link Kallsyms#read} gives them
   */
  public KallsymsTable(List<Symbol> symbols) {
    List<Symbol> all = new ArrayList<>(symbols);
    all.sort(Comparator.comparingLong(symbol -> symbol.value() + Long.MIN_VALUE));
    this.sorted = List.copyOf(all);
    this.byName = new SymbolsByName(sorted);
    this.byAddress = new SymbolsByAddress(sorted);
  }

  @Override
  public List<Symbol> byName(String name) {
    return byName.of(name);
  }

  @Override
  public Optional<Symbol> byAddress(long address) {
    int low = byAddress.upTo(address);
    if (low == 0 || low == sorted.size() && sorted.get(low - 1).value() != address) {
      return Optional.empty(); // behind the last one lies no more of the kernel
    }
    return Optional.of(sorted.get(byAddress.below(sorted.get(low - 1).value())));
  }

  @Override
  public List<Symbol> all() {
    return sorted;
  }
}
