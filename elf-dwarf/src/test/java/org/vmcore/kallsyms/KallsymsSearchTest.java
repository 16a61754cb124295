package org.vmcore.kallsyms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vmcore.debuginfo.Symbol;
import org.vmcore.paging.MemorySearch;
import org.vmcore.paging.PlacedBytes;

class KallsymsSearchTest {
  private static final long STEXT = 0xffffffff81000000L;
  private static final long TABLES = STEXT + 0x40003;
  private static final int COUNT = 2500;

  private final PlacedBytes memory = new PlacedBytes(STEXT, 1 << 20, ByteOrder.LITTLE_ENDIAN);
  private final KallsymsBytes tables = new KallsymsBytes(memory, TABLES, STEXT);

  private static List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      names.add(i == 0 ? "T_stext" : "tfunction_" + i);
    }
    return names;
  }

  private Optional<List<Symbol>> found() {
    return Kallsyms.find(MemorySearch.ofImage(memory, STEXT), STEXT);
  }

  private void assertFound(List<String> names) {
    List<Symbol> symbols = found().orElseThrow();
    assertThat(symbols.size(), is(names.size()));
    for (int i = 0; i < names.size(); i++) {
      assertThat(symbols.get(i).name(), is(names.get(i).substring(1)));
      assertThat(symbols.get(i).value(), is(tables.address(i)));
    }
  }

  @Test
  void findsTablesInTheOrderBefore64() {
    tables.offsets(COUNT).names(names()).seqs(COUNT).tokens();
    assertFound(names());
  }

  @Test
  void findsOffsetsThatCountDown() {
    tables.negativeOffsets(COUNT).names(names()).tokens();
    assertFound(names());
  }

  @Test
  void findsTablesInTheOrderSince64() {
    tables.names(names()).tokens().offsets(COUNT).seqs(COUNT);
    assertFound(names());
  }

  @Test
  void findsOffsetsFromTheirOwnPlaces() {
    tables.narrow().names(names()).tokens().ownOffsets(COUNT).seqs(COUNT);
    assertFound(names());
  }

  @Test
  void findsAddressesAndLongMarkersOfOldKernels() {
    tables.longMarkers().addresses(COUNT).names(names()).tokens();
    assertFound(names());
  }

  @Test
  void markersTellHowLongLengthsAre() {
    List<String> names = names();
    names.set(700, "t" + "x".repeat(199));
    tables.oneByteLengths().offsets(COUNT).names(names).tokens();
    assertFound(names);
  }

  @Test
  void findsNamesOfMoreThan127Tokens() {
    List<String> names = names();
    names.set(700, "t" + "x".repeat(399));
    tables.offsets(COUNT).names(names).tokens();
    assertFound(names);
  }

  @Test
  void tellsTablesFromWhatLooksLikeThem() {
    byte[] digits =
        "0\0001\0002\0003\0004\0005\0006\0007\0008\0009\0".getBytes(StandardCharsets.US_ASCII);
    memory.put(STEXT + 0x1000, digits);
    new KallsymsBytes(memory, STEXT + 0x8000, STEXT + 0x40).offsets(COUNT).names(names()).tokens();
    tables.offsets(COUNT).names(names());
    for (int i = 0; i < 300; i++) {
      memory.putInt(TABLES + 0x20000 + 4 * i & -4, 700 * i); // as markers, with no names before
    }
    new KallsymsBytes(memory, TABLES + 0x30000, STEXT).offsets(COUNT).names(names()).tokens();
    assertFound(names());
  }

  @Test
  void findsNothingWhereTheTextIsNotWhereTheDumpHasIt() {
    new KallsymsBytes(memory, TABLES, STEXT + 16).offsets(COUNT).names(names()).tokens();
    assertThat(found(), is(Optional.empty()));
  }

  @Test
  void findsNothingWhereAddressesDoNotAscend() {
    tables.offsets(COUNT).names(names()).tokens();
    memory.putInt((TABLES + 7 & -8) + 400, -5);
    assertThat(found(), is(Optional.empty()));
  }

  @Test
  void findsNothingWhereTheBannerIsNoBanner() {
    List<String> names = names();
    names.set(COUNT - 1, "Dlinux_banner");
    tables.offsets(COUNT).names(names).tokens();
    assertThat(found(), is(Optional.empty()));
    memory.put(tables.address(COUNT - 1), "Linux version 5.10".getBytes(StandardCharsets.US_ASCII));
    assertFound(names);
  }

  @Test
  void survivesNoiseAndHoles() {
    byte[] noise = new byte[1 << 19];
    new Random(4711).nextBytes(noise);
    memory.put(STEXT, noise);
    tables.offsets(COUNT).names(names()).tokens();
    memory.withoutPage(STEXT + 0x2000).withoutPage(STEXT + 0xf0000);
    assertFound(names());
    memory.withoutPage(TABLES + 0x4000);
    assertThat(found(), is(Optional.empty()));
  }
}
