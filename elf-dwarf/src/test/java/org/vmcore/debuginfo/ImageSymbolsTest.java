package org.vmcore.debuginfo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vmcore.debuginfo.Symbol.Placement;
import org.vmcore.elf.ElfBuilder;
import org.vmcore.elf.ElfSection;
import org.vmcore.io.MalformedInput;

class ImageSymbolsTest {
  private static final int LOCAL = 0;
  private static final int GLOBAL = 1;
  private static final int WEAK = 2;
  private static final int TEXT = 1; // number of the section .text
  private static final int ABSOLUTE = 0xfff1;

  private final ByteArrayOutputStream rows = new ByteArrayOutputStream();
  private final StringBuilder names = new StringBuilder("\0");

  private ImageSymbolsTest row(String name, int binding, int section, long value) {
    row(names.length(), binding, section, value);
    names.append(name).append('\0');
    return this;
  }

  private void row(int nameOffset, int binding, int section, long value) {
    ByteBuffer row = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    row.putInt(nameOffset).put((byte) (binding << 4)).put((byte) 0).putShort((short) section);
    rows.writeBytes(row.putLong(value).putLong(0x10).array());
  }

  private ImageSymbols symbols() {
    return ImageSymbols.of(
        ElfBuilder.of(ElfBuilder.ET_EXEC)
            .section(".text", 1, ElfSection.SHF_ALLOC | 4, 0x1000, new byte[16], 0, 0)
            .section(".symtab", ElfSection.SHT_SYMTAB, 0, 0, rows.toByteArray(), 3, 0)
            .debug(".strtab", names.toString().getBytes(US_ASCII))
            .file());
  }

  private static List<String> names(ImageSymbols symbols) {
    return symbols.all().stream().map(Symbol::name).toList();
  }

  @Test
  void findsEverySymbolOfAName() {
    row("show", LOCAL, TEXT, 0x1008)
        .row("main", GLOBAL, TEXT, 0x1010)
        .row("show", LOCAL, TEXT, 0x1004)
        .row("show", GLOBAL, TEXT, 0x1020);

    List<Symbol> found = symbols().byName("show");

    assertThat(found.stream().map(Symbol::value).toList(), contains(0x1020L, 0x1004L, 0x1008L));
    assertThat(symbols().byName("sho"), empty());
    assertThat(symbols().byName("shows"), empty());
  }

  @Test
  void printsWhatTheKernelPrints() {
    row("weak_one", WEAK, TEXT, 0x1000)
        .row("__start_table", GLOBAL, TEXT, 0x1000)
        .row("__do_it", GLOBAL, TEXT, 0x1000)
        .row("_do_it", GLOBAL, TEXT, 0x1000)
        .row("first", GLOBAL, TEXT, 0xfff);

    assertThat(
        names(symbols()), contains("first", "_do_it", "__do_it", "__start_table", "weak_one"));
    assertThat(symbols().byAddress(0x1000).orElseThrow().name(), is("_do_it"));
  }

  @Test
  void leavesOutTheMarksOfTheToolChain() {
    row("$x", LOCAL, TEXT, 0x1000)
        .row(".L12", LOCAL, TEXT, 0x1000)
        .row("__crc_printk", GLOBAL, ABSOLUTE, 0x1234)
        .row("__kstrtab_printk", LOCAL, TEXT, 0x1000)
        .row("undefined", GLOBAL, 0, 0)
        .row("", LOCAL, TEXT, 0x1000)
        .row("__c", LOCAL, TEXT, 0x1000)
        .row(".Local", LOCAL, TEXT, 0x1004);

    assertThat(names(symbols()), contains("__c"));
  }

  @Test
  void tellsAddressesFromNumbers() {
    row("text", GLOBAL, TEXT, 0x1000).row("number", GLOBAL, ABSOLUTE, 0x1000);

    assertThat(placement("text"), is(Placement.RELOCATED_TEXT));
    assertThat(placement("number"), is(Placement.ABSOLUTE));
  }

  private Placement placement(String name) {
    return symbols().byName(name).get(0).placement();
  }

  /** Each name read to its end would take the square of the file's size. */
  @Test
  void readsNamesOfAnyLengthAsFarAsNamesGo() {
    names.append("x".repeat(1 << 20)).append('\0');
    for (int i = 0; i < 1000; i++) {
      row(1 + i, GLOBAL, TEXT, 0x1000 + i);
    }

    ImageSymbols symbols = symbols();

    assertThat(symbols.byAddress(0x1000).orElseThrow().name().length(), is(4096));
    assertThat(symbols.byName("x".repeat(4096)), hasSize(1000));
  }

  @Test
  void refusesANamePastTheStrings() {
    row(1000, GLOBAL, TEXT, 0x1000);

    MalformedInput fault = assertThrows(MalformedInput.class, this::symbols);

    assertThat(fault.getMessage(), containsString("a name past the end of the strings"));
  }
}
