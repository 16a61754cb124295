package org.vmcore.emit.commands.memory;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.emit.commands.TextTable;
import org.vmcore.kernel.fs.DPath;
import org.vmcore.kernel.mm.SwapArea;
import org.vmcore.model.Program;

/** {@code swapon} of util-linux; {@code --summary} is a copy of {@code /proc/swaps}. */
final class Swapon {
  /** In bytes; nothing without swap areas. */
  @Emits("sos_commands/memory/swapon_--bytes_--show")
  void show(Program kernel, Text out) {
    List<SwapArea> areas = SwapArea.of(kernel);
    if (areas.isEmpty()) {
      return;
    }
    TextTable table =
        new TextTable()
            .left("NAME", 0)
            .left("TYPE", 0)
            .right("SIZE", 0)
            .right("USED", 0)
            .right("PRIO", 0);
    for (SwapArea area : areas) {
      table.row(
          DPath.of(kernel).ofFile(area.file()),
          area.isPartition() ? "partition" : "file",
          Long.toString(area.pages() << kernel.pageShift()),
          Long.toString(area.inusePages() << kernel.pageShift()),
          Integer.toString(area.priority()));
    }
    table.print(out);
  }
}
