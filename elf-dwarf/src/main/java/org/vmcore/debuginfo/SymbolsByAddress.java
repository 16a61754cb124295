package org.vmcore.debuginfo;

import java.util.List;
import java.util.Optional;

/**
 * A linked kernel's symbols by address. Immutable.
 *
 * @param sorted by ascending unsigned value; of those at one address the first is printed
 */
public record SymbolsByAddress(List<Symbol> sorted) {
  /** How many symbols lie below this address. */
  public int below(long address) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = low + high >>> 1;
      if (Long.compareUnsigned(sorted.get(middle).value(), address) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** How many symbols lie below this address or at it. */
  public int upTo(long address) {
    return address == -1 ? sorted.size() : below(address + 1);
  }

  /** As {@link SymbolTable#byAddress}, with the size up to the next symbol. */
  public Optional<Symbol> at(long address) {
    int low = upTo(address);
    if (low == 0) {
      return Optional.empty();
    }
    Symbol symbol = sorted.get(below(sorted.get(low - 1).value()));
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
