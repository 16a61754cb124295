package org.vmcore.dwarf;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.vmcore.io.Cursor;
import org.vmcore.io.MalformedInput;

class AbbreviationsTest {
  private static final int NO_CHILDREN = 0;

  private static Abbreviations read(int... bytes) {
    byte[] table = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      table[i] = (byte) bytes[i];
    }
    return Abbreviations.read(new Cursor(table, ByteOrder.LITTLE_ENDIAN, "built"), null);
  }

  @Test
  void anAbbreviationIsFoundByItsCode() {
    Abbreviations table = read(1, Tag.BASE_TYPE, NO_CHILDREN, 0, 0, 0);

    assertThat(table.of(1).tag, is(Tag.BASE_TYPE));
  }

  @Test
  void aCodeBeyondAllThatATableOfItsSizeCanHaveIsRefused() {
    assertThrows(
        MalformedInput.class, () -> read(0xff, 0xff, 0x3f, Tag.BASE_TYPE, NO_CHILDREN, 0, 0, 0));
  }
}
