package org.vmcore.debuginfo;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SymbolsByNameTest {
  private static Symbol symbol(String name, long value, boolean global) {
    return new Symbol(name, value, 0, global, Symbol.Placement.RELOCATED_TEXT);
  }

  @Test
  void globalOnesComeFirstThenThoseInOrder() {
    SymbolsByName symbols =
        new SymbolsByName(
            List.of(
                symbol("show", 1, false),
                symbol("main", 2, true),
                symbol("show", 3, true),
                symbol("show", 4, false)));

    assertThat(symbols.of("show").stream().map(Symbol::value).toList(), contains(3L, 1L, 4L));
    assertThat(symbols.of("main").get(0).value(), is(2L));
    assertThat(symbols.of("none"), empty());
  }

  /** Would take hours were the symbols of a name or an address looked through for each of them. */
  @Test
  void allMayHaveOneNameAndOneAddress() {
    List<Symbol> same = new ArrayList<>();
    for (int i = 0; i < 1_000_000; i++) {
      same.add(symbol("t", 0x1000, false));
    }

    assertThat(new SymbolsByName(same).of("t").size(), is(same.size()));
    SymbolsByAddress byAddress = new SymbolsByAddress(same);
    for (int i = 0; i < same.size(); i++) {
      byAddress.at(0x1000);
    }
  }
}
