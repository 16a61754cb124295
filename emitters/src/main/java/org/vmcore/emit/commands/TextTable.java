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

  /** Adds a row, a cell for each column; the last may have several lines. */
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
    rows.forEach(row -> lines(row, widths, out));
  }

  /** Below further lines of the last cell the others are empty. */
  private void lines(List<String> row, int[] widths, Text out) {
    int last = row.size() - 1;
    List<String> cells = new ArrayList<>(row);
    for (String text : row.get(last).split("\n", -1)) {
      cells.set(last, text);
      line(cells, widths, out);
      cells.replaceAll(cell -> "");
    }
  }

  private void line(List<String> cells, int[] widths, Text out) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      String blanks = " ".repeat(Math.max(0, widths[i] - cell.length()));
      boolean right = columns.get(i).right;
      line.append(i == 0 ? "" : " ").append(right ? blanks : "").append(cell);
      line.append(right || i == widths.length - 1 ? "" : blanks);
    }
    out.raw(line.append('\n').toString());
  }
}
