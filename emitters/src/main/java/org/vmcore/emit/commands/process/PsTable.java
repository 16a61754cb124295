package org.vmcore.emit.commands.process;

import java.util.List;
import java.util.function.Function;
import org.vmcore.emit.Text;

/**
 * Rows of columns as {@code show_one_proc()} of {@code ps} lays them out: a text too long for its
 * column pushes the next ones, which return to their places as soon as they can.
 */
final class PsTable {
  private final List<PsColumn> columns;
  private final Text out;

  PsTable(List<PsColumn> columns, Text out) {
    this.columns = columns;
    this.out = out;
  }

  void heads() {
    layOut(PsColumn::head);
  }

  /** A row of a listing with one kind of rows. */
  void row(PsTask task) {
    row(task, PsColumn.Rows.ALL);
  }

  void row(PsTask task, PsColumn.Rows kind) {
    layOut(column -> column.shown(task, kind));
  }

  /**
   * @param mark what stands before the last column: branches of a tree
   */
  void row(PsTask task, String mark) {
    PsColumn last = columns.get(columns.size() - 1);
    layOut(column -> (column.equals(last) ? mark : "") + column.shown(task, PsColumn.Rows.ALL));
  }

  private void layOut(Function<PsColumn, String> texts) {
    int correct = 0; // where this column should begin
    int actual = 0; // where it can
    for (int i = 0; i < columns.size(); i++) {
      PsColumn column = columns.get(i);
      String text = texts.apply(column);
      if (column.isCut() && i < columns.size() - 1 && text.length() > column.width()) {
        text = text.substring(0, column.width());
      }
      int padding = column.isRight() ? Math.max(0, column.width() - text.length()) : 0;
      int space = correct - actual + padding;
      if (space < 1) {
        space = i == 0 ? 0 : 1;
      }
      out.print("%*s", space, "");
      out.raw(text);
      actual += space + text.length();
      correct += column.width() + 1;
    }
    out.append('\n');
  }
}
