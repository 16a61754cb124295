package org.vmcore.debuginfo;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.vmcore.paging.MemorySearch;
import org.vmcore.paging.PlacedBytes;

class ExportTablesTest {
  private static final long TEXT = 0xffff800008000000L;
  private static final long TABLE = TEXT + 0x10000;
  private static final long NAMES = TEXT + 0x20000;
  private static final long KFREE = TEXT + 0x100 + 50 * 0x20;
  private static final int COUNT = 200;

  private final PlacedBytes memory = new PlacedBytes(TEXT, 1 << 18, ByteOrder.LITTLE_ENDIAN);

  /** Entry 50 is that of kfree; its name is the end of another. */
  private void table(int entryBytes) {
    long name = NAMES;
    for (int i = 0; i < COUNT; i++) {
      String text = i == 50 ? "devm_kfree" : "variable_" + i;
      long entry = TABLE + (long) i * entryBytes;
      long start = i == 50 ? name + 5 : name;
      memory.put(name, text.getBytes(StandardCharsets.US_ASCII));
      memory.putInt(entry, (int) (TEXT + 0x100 + i * 0x20L - entry));
      memory.putInt(entry + 4, (int) (start - (entry + 4)));
      name += text.length() + 1;
    }
  }

  private List<Symbol> found() {
    return ExportTables.in(
        MemorySearch.ofImage(memory, TEXT),
        name -> name.equals("kfree") ? OptionalLong.of(KFREE) : OptionalLong.empty());
  }

  @Test
  void entriesWithAndWithoutNameSpacesAreRead() {
    for (int entryBytes : new int[] {12, 8}) {
      table(entryBytes);
      List<Symbol> symbols = found();
      assertThat(symbols, hasSize(COUNT));
      Symbol last = symbols.stream().filter(s -> s.name().equals("variable_199")).findFirst().get();
      assertThat(last.value(), is(TEXT + 0x100 + 199 * 0x20L));
      assertThat(symbols.stream().map(Symbol::name).toList(), hasItem("kfree"));
    }
  }

  @Test
  void fewEntriesAreNoTable() {
    table(12);
    memory.putInt(TABLE + 12 * 80, 0x7fffffff).putInt(TABLE + 12 * 20, 0x7fffffff);
    assertThat(found(), hasSize(0));
  }
}
