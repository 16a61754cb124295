package org.vmcore.debuginfo;

import java.util.List;
import java.util.Optional;

/**
 * A linked kernel's symbols by address. Immutable.
 *
 * @param sorted by ascending unsigned value; of those at one address the first is printed
 */
public record SymbolsByAddress(List<Symbol> sorted) {
  /** As {@link SymbolTable#byAddress}, with the size up to the next symbol. */
  public Optional<Symbol> at(long address) {
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
    if (low == 0) {
      return Optional.empty();
    }
    int first = low - 1;
    while (first > 0 && sorted.get(first - 1).value() == sorted.get(first).value()) {
      first--;
    }
    Symbol symbol = sorted.get(first);
    long offset = address - symbol.value();
    if (low == sorted.size() && offset > 0 && offset >= symbol.sizeBytes()) {
      return Optional.empty(); // behind the image: modules lie there
    }
    // As the kernel counts: up to the next symbol, whatever the symbol's own size.
    long size = low < sorted.size() ? sorted.get(low).value() - symbol.value() : symbol.sizeBytes();
    return Optional.of(
        new Symbol(symbol.name(), symbol.value(), size, symbol.global(), symbol.placement()));
  }
}
