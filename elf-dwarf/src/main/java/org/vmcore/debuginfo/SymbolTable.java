package org.vmcore.debuginfo;

import java.util.List;
import java.util.Optional;

/** Symbols by name and by address. Immutable, thread-safe. */
public interface SymbolTable {
  /** Every symbol of this name, global ones first, then in table order. */
  List<Symbol> byName(String name);

  /**
   * The symbol whose range holds {@code address}; where several share an address, the one that the
   * kernel itself prints (first in its kallsyms order).
   */
  Optional<Symbol> byAddress(long address);

  /** All symbols by ascending value. */
  List<Symbol> all();
}
