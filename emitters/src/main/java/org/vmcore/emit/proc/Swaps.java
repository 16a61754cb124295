package org.vmcore.emit.proc;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.fs.DPath;
import org.vmcore.kernel.fs.SeqEscape;
import org.vmcore.kernel.mm.SwapArea;
import org.vmcore.model.Program;

/** {@code /proc/swaps} as {@code swap_show()}, {@code mm/swapfile.c}. */
final class Swaps {
  private static final int NAME_WIDTH = 40;
  private static final long WIDE = 10_000_000; // from here on a number needs no second tab

  @Emits(value = "proc/swaps", needs = "swap_info")
  void swaps(Program kernel, Text out) {
    table(kernel, out);
  }

  /** {@code swapon --summary} shows the same, and nothing without swap areas. */
  @Emits("sos_commands/memory/swapon_--summary_--verbose")
  void swapon(Program kernel, Text out) {
    if (!SwapArea.of(kernel).isEmpty()) {
      table(kernel, out);
    }
  }

  private static void table(Program kernel, Text out) {
    out.line("Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority");
    for (SwapArea area : SwapArea.of(kernel)) {
      String name = SeqEscape.path(DPath.of(kernel).ofFile(area.file()));
      long sizeKb = area.pages() << kernel.pageShift() - 10;
      long usedKb = area.inusePages() << kernel.pageShift() - 10;
      out.line(
          "%s%*s%s\t%lu\t%s%lu\t%s%d",
          name,
          name.length() < NAME_WIDTH ? NAME_WIDTH - name.length() : 1,
          " ",
          area.isPartition() ? "partition" : "file\t",
          sizeKb,
          sizeKb < WIDE ? "\t" : "",
          usedKb,
          usedKb < WIDE ? "\t" : "",
          area.priority());
    }
  }
}
