package org.vmcore.emit.commands.firewalltables;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vmcore.emit.Text;

class IptablesRowTest {
  private static String printed(boolean exact, String... statements) {
    Text text = new Text();
    new IptablesRow("0.0.0.0/0", List.of(statements)).print(exact, text);
    return new String(text.bytes(), US_ASCII);
  }

  @Test
  void aRuleHasItsWordsInColumns() {
    assertThat(
        printed(true, "tcp dport 9999", "counter packets 0 bytes 0", "drop"),
        is(
            "       0        0 DROP       6    --  *      *       0.0.0.0/0            0.0.0.0/0"
                + "            tcp dpt:9999\n"));
  }

  @Test
  void longTargetsPushTheOthersAway() {
    assertThat(
        printed(false, "ip saddr 172.16.0.0/24", "counter packets 2 bytes 144", "masquerade"),
        is(
            "    2   144 MASQUERADE  0    --  *      *       172.16.0.0/24        0.0.0.0/0"
                + "           \n"));
  }

  @Test
  void whatHasNoColumnIsTold() {
    IptablesRow row = new IptablesRow("0.0.0.0/0", List.of("limit rate 10/second", "accept"));

    assertThat(row.unknown(), contains("limit rate 10/second"));
  }

  @Test
  void largeCountersAreRounded() {
    assertThat(IptablesRow.count(99_999, false), is("99999"));
    assertThat(IptablesRow.count(1_234_567, false), is("1235K"));
    assertThat(IptablesRow.count(123_456_789, false), is("123M"));
    assertThat(IptablesRow.count(123_456_789, true), is("123456789"));
  }
}
