package org.vmcore.debuginfo;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vmcore.debuginfo.Symbol.Placement;

class SymbolsByAddressTest {
  private final SymbolsByAddress symbols =
      new SymbolsByAddress(
          List.of(
              symbol("do_one", 0x1000, 0x20),
              symbol("do_two", 0x1100, 0x20),
              symbol("__scratch_end", 0x2000, 0)));

  private static Symbol symbol(String name, long value, long sizeBytes) {
    return new Symbol(name, value, sizeBytes, true, Placement.RELOCATED_TEXT);
  }

  @Test
  void aSymbolReachesUpToTheNextOneWhateverItsOwnSize() {
    assertThat(nameAt(0x10ff), is(Optional.of("do_one")));
    assertThat(symbols.at(0x1000).orElseThrow().sizeBytes(), is(0x100L));
  }

  @Test
  void theLastSymbolEndsWhereItSaysItDoes() {
    assertThat(nameAt(0x2000), is(Optional.of("__scratch_end")));
    assertThat(nameAt(0x2001), is(Optional.empty()));
    assertThat(nameAt(0x40000000), is(Optional.empty()));
  }

  @Test
  void nothingLiesBeforeTheFirstSymbol() {
    assertThat(nameAt(0xfff), is(Optional.empty()));
  }

  private Optional<String> nameAt(long address) {
    return symbols.at(address).map(Symbol::name);
  }
}
