package org.vmcore.emit;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void alignsNumbersAsPrintfDoes() {
    assertThat(
        Text.format("%5d|%-5d|%05d|%+d|% d", 42L, 42L, -42L, 7L, 7L),
        is("   42|42   |-0042|+7| 7"));
  }

  @Test
  void readsUnsignedNumbersInTheirOwnWidth() {
    assertThat(
        Text.format("%u %lu %x", -1, -1L, -1), is("4294967295 18446744073709551615 ffffffff"));
  }

  @Test
  void writesHexWithPrefixAndPrecision() {
    assertThat(
        Text.format("%#lx %08llx %.3x %X %#o", 255L, 255L, 5L, 255L, 8L),
        is("0xff 000000ff 005 FF 010"));
  }

  @Test
  void takesWidthAndPrecisionFromTheArguments() {
    assertThat(Text.format("%*d|%-*s|%.*s", 6, 1L, 4, "ab", 2, "xyz"), is("     1|ab  |xy"));
  }

  @Test
  void cutsAndPadsStrings() {
    assertThat(
        Text.format("%-6s|%6s|%.2s|%c%%", "ab", "ab", "abc", 'x'), is("ab    |    ab|ab|x%"));
  }

  @Test
  void roundsFractions() {
    assertThat(Text.format("%.2f %6.1f", 3.14159, -2.25), is("3.14   -2.2"));
  }

  @Test
  void keepsBytesOfKernelStringsAndEncodesTheRest() {
    Text text = new Text();
    text.raw("\u00e4\u20ac");

    assertThat(text.bytes().length, is(1 + 3));
    assertThat(new String(text.bytes(), 1, 3, StandardCharsets.UTF_8), is("\u20ac"));
  }

  @Test
  void refusesFormatsAndArgumentsThatDoNotFit() {
    assertThrows(IllegalArgumentException.class, () -> Text.format("%d"));
    assertThrows(IllegalArgumentException.class, () -> Text.format("%d", 1L, 2L));
    assertThrows(IllegalArgumentException.class, () -> Text.format("%y", 1L));
  }

  @Test
  void whatIsNoNumberIsPrintedAsTheLibraryOfCDoes() {
    assertThat(Text.format("%5.1f%%", 0.0 / 0), is(" -nan%"));
    assertThat(Text.format("%.2f %.2f", 1 / 0.0, -1 / 0.0), is("inf -inf"));
  }
}
