package org.vmcore.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class EntriesTest {
  private static final List<String> STATES = List.of("", "ESTABLISHED");

  @Test
  void aNumberChoosesAnEntry() {
    assertThat(Entries.at(STATES, 1, "tcp_state"), is("ESTABLISHED"));
  }

  @Test
  void aNumberThatTheTableDoesNotHaveIsMalformed() {
    for (long number : new long[] {2, 255, -1, Integer.MIN_VALUE, 1L << 32}) {
      Malformed fault =
          assertThrows(Malformed.class, () -> Entries.at(STATES, number, "tcp_state"));
      assertThat(fault.getMessage(), containsString("tcp_state"));
    }
  }

  @Test
  void aNumberIsAnIndexIntoAnArrayThatIsLongEnough() {
    assertThat(Entries.index(1, 2, "vmstat_text"), is(1));
    assertThrows(Malformed.class, () -> Entries.index(2, 2, "vmstat_text"));
    assertThrows(Malformed.class, () -> Entries.index(1L << 32, 2, "vmstat_text"));
  }
}
