package org.vmcore.emit.commands.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vmcore.emit.Text;
import org.vmcore.emit.commands.process.PsColumn.Rows;

class PsTableTest {
  private static String row(List<PsColumn> columns) {
    Text out = new Text();
    new PsTable(columns, out).row(null);
    return new String(out.bytes(), ISO_8859_1);
  }

  private static PsColumn left(int width, String text) {
    return PsColumn.left("", width, Rows.ALL, task -> text);
  }

  private static PsColumn right(int width, String text) {
    return PsColumn.right("", width, Rows.ALL, task -> text);
  }

  @Test
  void alignsWhatFits() {
    assertThat(row(List.of(left(4, "a"), right(3, "7"), left(5, "x"))), is("a      7 x\n"));
  }

  @Test
  void returnsToItsPlacesAfterATextThatIsTooLong() {
    assertThat(row(List.of(left(2, "abcd"), right(5, "7"), left(1, "x"))), is("abcd   7 x\n"));
    assertThat(row(List.of(left(1, "abcd"), left(1, "b"), left(1, "c"))), is("abcd b c\n"));
  }

  @Test
  void cutsNamesUnlessTheyAreLast() {
    PsColumn name = PsColumn.cut("", 3, Rows.ALL, task -> "abcdef");
    assertThat(row(List.of(name, name)), is("abc abcdef\n"));
  }

  @Test
  void showsADashWhereAColumnMeansNothing() {
    PsColumn stat = PsColumn.left("STAT", 4, Rows.THREADS, task -> "S");
    assertThat(stat.shown(null, Rows.PROCESSES), is("-"));
    assertThat(stat.shown(null, Rows.THREADS), is("S"));
    assertThat(stat.shown(null, Rows.ALL), is("S"));
  }
}
