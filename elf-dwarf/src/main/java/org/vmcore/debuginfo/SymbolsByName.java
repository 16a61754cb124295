package org.vmcore.debuginfo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Symbols by name. Immutable. */
public final class SymbolsByName {
  private final Map<String, List<Symbol>> byName = new HashMap<>();

  /**
   * @param symbols in the order in which those of one name are given
   */
  public SymbolsByName(List<Symbol> symbols) {
    List<String> repeated = new ArrayList<>();
    for (Symbol symbol : symbols) {
      List<Symbol> known = byName.putIfAbsent(symbol.name(), List.of(symbol));
      if (known instanceof ArrayList<Symbol> several) {
        several.add(symbol);
      } else if (known != null) {
        List<Symbol> two = new ArrayList<>(known);
        two.add(symbol);
        byName.put(symbol.name(), two);
        repeated.add(symbol.name());
      }
    }
    for (String name : repeated) {
      byName.get(name).sort(Comparator.comparing(symbol -> !symbol.global()));
      byName.computeIfPresent(name, (n, several) -> List.copyOf(several));
    }
  }

  /** Every symbol of this name, global ones first. */
  public List<Symbol> of(String name) {
    return byName.getOrDefault(name, List.of());
  }
}
