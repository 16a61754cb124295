package org.vmcore.emit.commands;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.vmcore.emit.Text;

class TextTableTest {
  @Test
  void makesColumnsAsWideAsTheirWidestCellAndLeavesTheLastOneOpen() {
    TextTable table = new TextTable().left("Filesystem", 5).right("Used", 5).left("Mounted on", 0);
    table.row("/dev/vda", "14", "/");

    Text out = new Text();
    table.print(out);

    assertThat(
        new String(out.bytes(), StandardCharsets.US_ASCII),
        is(
            """
            Filesystem  Used Mounted on
            /dev/vda      14 /
            """));
  }

  @Test
  void leavesTheOtherCellsEmptyBelowFurtherLinesOfTheLast() {
    TextTable table = new TextTable().left("NAME", 0).left("WHERE", 0);
    table.row("vda", "/mnt\n/");

    Text out = new Text();
    table.print(out);

    assertThat(
        new String(out.bytes(), StandardCharsets.US_ASCII), is("NAME WHERE\nvda  /mnt\n     /\n"));
  }

  @Test
  void givesSizesOneDigitAfterThePointWhereThereIsOne() {
    assertThat(HumanSize.of(0), is("0B"));
    assertThat(HumanSize.of(4), is("4B"));
    assertThat(HumanSize.of(4096), is("4K"));
    assertThat(HumanSize.of(1536), is("1.5K"));
    assertThat(HumanSize.of((1L << 30) - 1), is("1024M"));
    assertThat(HumanSize.of(3L << 40), is("3T"));
  }
}
