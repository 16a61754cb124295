package org.vmcore.kallsyms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.vmcore.debuginfo.Symbol;
import org.vmcore.io.MalformedInput;
import org.vmcore.paging.PlacedBytes;

final class KallsymsTest {
  private static final long BASE = 0xffffffff81000000L;
  private static final long TABLES = 0xffffffff82000000L;
  private static final long NUM = TABLES;
  private static final long ADDRESSES = TABLES + 0x100;
  private static final long RELATIVE_BASE = TABLES + 0x80;
  private static final long NAMES = TABLES + 0x1000;
  private static final long TOKEN_TABLE = TABLES + 0x4000;
  private static final long TOKEN_INDEX = TABLES + 0x5000;

  private final PlacedBytes memory = new PlacedBytes(TABLES, 0x6000, ByteOrder.LITTLE_ENDIAN);

  private KallsymsTest() {
    // Token i is the character i, but token 1 is "start" and token 2 is empty.
    long at = TOKEN_TABLE;
    for (int token = 0; token < 256; token++) {
      memory.putShort(TOKEN_INDEX + 2 * token, (int) (at - TOKEN_TABLE));
      String text = token == 1 ? "start" : token <= 2 ? "" : String.valueOf((char) token);
      for (byte character : text.getBytes(StandardCharsets.ISO_8859_1)) {
        memory.put(at++, character);
      }
      memory.put(at++, (byte) 0);
    }
  }

  private void names(boolean longLengths, String... names) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String name : names) {
      if (longLengths && name.length() >= 0x80) {
        out.write(name.length() & 0x7f | 0x80);
        out.write(name.length() >> 7);
      } else {
        out.write(name.length());
      }
      out.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
    }
    memory.put(NAMES, out.toByteArray());
    memory.putInt(NUM, names.length);
  }

  private void offsets(int... offsets) {
    memory.putLong(RELATIVE_BASE, BASE);
    for (int i = 0; i < offsets.length; i++) {
      memory.putInt(ADDRESSES + 4 * i, offsets[i]);
    }
  }

  private List<Symbol> read(boolean offsets, boolean relativeBase) {
    return Kallsyms.read(
        memory,
        new KallsymsLocation(
            NUM,
            ADDRESSES,
            offsets,
            relativeBase ? RELATIVE_BASE : 0,
            NAMES,
            TOKEN_TABLE,
            TOKEN_INDEX,
            BASE + 0x10));
  }

  private static List<Long> values(List<Symbol> symbols) {
    return symbols.stream().map(Symbol::value).toList();
  }

  @Test
  void tokensMakeUpNames() {
    names(false, "T_stext", "t\u0001_kernel");
    offsets(0x10, 0x20);
    List<Symbol> symbols = read(true, true);
    assertThat(symbols.stream().map(Symbol::name).toList(), contains("_stext", "start_kernel"));
    assertThat(symbols.stream().map(Symbol::global).toList(), contains(true, false));
    assertThat(symbols.get(0).sizeBytes(), is(0x10L));
  }

  @Test
  void unsignedOffsetsCountFromTheBase() {
    names(false, "T_stext", "Dfar");
    offsets(0x10, 0x80000000);
    assertThat(values(read(true, true)), contains(BASE + 0x10, BASE + 0x80000000L));
  }

  @Test
  void negativeOffsetsCountDownAndOthersArePerCpu() {
    names(false, "Aper_cpu", "T_stext", "Dfar");
    offsets(0x40, -0x11, -0x101);
    List<Symbol> symbols = read(true, true);
    assertThat(values(symbols), contains(0x40L, BASE + 0x10, BASE + 0x100));
    assertThat(symbols.get(0).placement(), is(Symbol.Placement.ZERO_BASED_PER_CPU));
    assertThat(symbols.get(1).placement(), is(Symbol.Placement.RELOCATED_TEXT));
  }

  @Test
  void offsetsMayCountFromTheirOwnPlace() {
    names(false, "T_stext", "Dnext");
    int first = (int) (BASE + 0x10 - ADDRESSES);
    offsets(first, first);
    assertThat(values(read(true, false)), contains(BASE + 0x10, BASE + 0x14));
  }

  @Test
  void addressesMayBeThere() {
    names(false, "T_stext", "Dnext");
    memory.putLong(ADDRESSES, BASE + 0x10).putLong(ADDRESSES + 8, BASE + 0x30);
    assertThat(values(read(false, false)), contains(BASE + 0x10, BASE + 0x30));
  }

  @Test
  void namesOfMoreThan127TokensHaveLengthsOfOneByteOrTwo() {
    String longName = "t" + "x".repeat(199);
    offsets(0x10, 0x20);
    for (boolean twoBytes : new boolean[] {true, false}) {
      names(twoBytes, "T_stext", longName);
      assertThat(read(true, true).get(1).name(), is("x".repeat(199)));
    }
  }

  @Test
  void tablesThatContradictThemselvesAreRefused() {
    names(false, "T_stext");
    offsets(0x1234);
    assertThrows(MalformedInput.class, () -> read(true, true));
    names(false, "T_other");
    assertThrows(MalformedInput.class, () -> read(true, true));
    memory.putInt(NUM, -1);
    assertThrows(MalformedInput.class, () -> read(true, true));
  }

  @Test
  void locationNeedsAllTables() {
    assertThat(KallsymsLocation.from(name -> OptionalLong.of(1)).isPresent(), is(true));
    assertThat(
        KallsymsLocation.from(
                name -> name.equals("_stext") ? OptionalLong.empty() : OptionalLong.of(1))
            .isPresent(),
        is(false));
  }

  @Test
  void namesThatGoOnForLongerThanMemoryAreRefused() {
    names(false, "T_stext", "tsecond", "tthird");
    KallsymsLocation location =
        new KallsymsLocation(NUM, ADDRESSES, true, 0, NAMES, TOKEN_TABLE, TOKEN_INDEX, BASE + 0x10);
    KallsymsNames names = new KallsymsNames(memory, location);

    assertThat(names.decode(3, false, 1000).length, is(3));
    assertThrows(MalformedInput.class, () -> names.decode(3, false, 150));
  }

  @Test
  void symbolsThatShareAnAddressAllReachToTheNextOne() {
    names(false, "T_stext", "tsame", "tagain", "tnext");
    offsets(0x10, 0x10, 0x10, 0x18);

    assertThat(read(true, true).stream().map(Symbol::sizeBytes).toList(), contains(8L, 8L, 8L, 0L));
  }
}
