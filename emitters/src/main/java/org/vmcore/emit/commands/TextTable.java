package org.vmcore.emit.commands;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.emit.Text;

/**
 * Columns as wide as their widest cell with a blank between them, as {@code df} and the commands of
 * util-linux print them. The last column, if it stands left, is not filled up.
 */
public final class TextTable {
  private final List<Column> columns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /** A column's head, the least width of its cells, and the side that they stand on. */
  private record Column(String head, int minWidth, boolean right) {}

  /** Adds a column whose cells stand left. */
  public TextTable left(String head, int minWidth) {
    columns.add(new Column(head, minWidth, false));
    return this;
  }

  /** Adds a column whose cells stand right. */
  public TextTable right(String head, int minWidth) {
    columns.add(new Column(head, minWidth, true));
    return this;
  }

  /** Adds a row, a cell for each column. */
  public void row(String... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns.size());
    }
    rows.add(List.of(cells));
  }

  /** Prints the heads and the rows. */
  public void print(Text out) {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      Column column = columns.get(i);
      widths[i] = Math.max(column.minWidth, column.head.length());
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    line(columns.stream().map(Column::head).toList(), widths, out);
    rows.forEach(row -> line(row, widths, out));
  }

  private void line(List<String> cells, int[] widths, Text out) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      String blanks = " ".repeat(widths[i] - cell.length());
      boolean right = columns.get(i).right;
      line.append(i == 0 ? "" : " ").append(right ? blanks : "").append(cell);
      line.append(right || i == widths.length - 1 ? "" : blanks);
    }
    out.raw(line.append('\n').toString());
  }
}
