package org.vmcore.debuginfo;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameFilterTest {
  private static NameFilter of(String strings) {
    return new NameFilter(strings.getBytes(StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @CsvSource({
    "virtnet_info, true", "info, true", "o, true", "virtnet, false", "irtnet_inf, false",
    "virtnet_info2, false", "send_queue, true", "queue, true", "send, false", "end, false"
  })
  void holdsEachStringAndEachEndOfOne(String name, boolean held) {
    assertThat(of("\0virtnet_info\0send_queue\0").holds(name), is(held));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\0", "\0\0", "name without an end"})
  void holdsNothingOfATableWithoutStrings(String table) {
    assertThat(of(table).holds("name"), is(false));
  }

  @Test
  void makesNoMistakeAmongManyNames() {
    StringBuilder strings = new StringBuilder("\0");
    for (int i = 0; i < 5000; i++) {
      strings.append("name_").append(i).append('\0');
    }
    NameFilter filter = of(strings.toString());

    for (int i = 0; i < 5000; i++) {
      assertThat(filter.holds("name_" + i), is(true));
      assertThat(filter.holds("other_" + i), is(false));
    }
  }
}
