package org.vmcore.emit.commands.process;

import java.util.function.Function;

/**
 * A column of {@code ps}, {@code format_array} of its {@code output.c}.
 *
 * @param head title
 * @param isRight whether texts end where the column ends
 * @param isCut whether what is too long for it is cut, unless the column is the last
 * @param rows for which rows it has a text where processes and threads have rows of their own
 */
record PsColumn(
    String head,
    int width,
    boolean isRight,
    boolean isCut,
    Rows rows,
    Function<PsTask, String> text) {

  /** Rows in which a column means something. */
  enum Rows {
    ALL,
    PROCESSES,
    THREADS
  }

  static PsColumn right(String head, int width, Rows rows, Function<PsTask, String> text) {
    return new PsColumn(head, width, true, false, rows, text);
  }

  static PsColumn left(String head, int width, Rows rows, Function<PsTask, String> text) {
    return new PsColumn(head, width, false, false, rows, text);
  }

  static PsColumn cut(String head, int width, Rows rows, Function<PsTask, String> text) {
    return new PsColumn(head, width, false, true, rows, text);
  }

  /** What it shows in a row: {@code pr_nop()}'s dash where it means nothing. */
  String shown(PsTask task, Rows row) {
    return rows == Rows.ALL || row == Rows.ALL || rows == row ? text.apply(task) : "-";
  }
}
