package org.vmcore.emit.commands.memory;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.fs.DPath;
import org.vmcore.kernel.mm.SwapArea;
import org.vmcore.model.Program;

/** {@code swapon} of util-linux; {@code --summary} is a copy of {@code /proc/swaps}. */
final class Swapon {
  private static final String[] HEAD = {"NAME", "TYPE", "SIZE", "USED", "PRIO"};

  /** Columns as wide as what stands in them; nothing without swap areas. */
  @Emits("sos_commands/memory/swapon_--bytes_--show")
  void show(Program kernel, Text out) {
    List<String[]> rows = SwapArea.of(kernel).stream().map(area -> row(kernel, area)).toList();
    if (rows.isEmpty()) {
      return;
    }
    int[] widths = new int[HEAD.length];
    for (int i = 0; i < HEAD.length; i++) {
      int column = i;
      widths[i] = rows.stream().mapToInt(row -> row[column].length()).max().orElse(0);
      widths[i] = Math.max(widths[i], HEAD[i].length());
    }
    line(HEAD, widths, out);
    rows.forEach(row -> line(row, widths, out));
  }

  private static String[] row(Program kernel, SwapArea area) {
    return new String[] {
      DPath.of(kernel).ofFile(area.file()),
      area.isPartition() ? "partition" : "file",
      Long.toString(area.pages() << kernel.pageShift()),
      Long.toString(area.inusePages() << kernel.pageShift()),
      Integer.toString(area.priority())
    };
  }

  private static void line(String[] cells, int[] widths, Text out) {
    out.line(
        "%-*s %-*s %*s %*s %*s",
        widths[0], cells[0], widths[1], cells[1], widths[2], cells[2], widths[3], cells[3],
        widths[4], cells[4]);
  }
}
