package org.vmcore.emit.commands.vmcore;

import org.vmcore.dump.Dump;
import org.vmcore.dump.DumpDescription;
import org.vmcore.dump.ElfNote;
import org.vmcore.dump.PageCounts;
import org.vmcore.dump.PageState;
import org.vmcore.emit.Emits;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.model.Program;

/** What the dump says of itself, and what it lacks. */
final class DumpReport {
  /** The text that the kernel keeps for debuggers, then the notes of the dump. */
  @Emits("sos_commands/vmcore/vmcoreinfo")
  void vmcoreInfo(Program kernel, Text out) {
    out.raw(
        kernel
            .dump()
            .vmcoreInfo()
            .orElseThrow(() -> new NoSuchFile("the dump has no VMCOREINFO"))
            .text());
    for (ElfNote note : kernel.dump().notes()) {
      out.line(
          "# note %s, type 0x%x, %d bytes", note.name(), note.type(), note.descriptor().length);
    }
    out.line(
        "# kernel moved by 0x%lx, physical base 0x%lx", kernel.relocationBytes(), physBase(kernel));
  }

  private static long physBase(Program kernel) {
    return kernel.dump().description().physBase();
  }

  /** Pages by what became of them. Which files of the report missed some, its manifest tells. */
  @Emits("sos_commands/vmcore/missing_pages")
  void missingPages(Program kernel, Text out) {
    Dump dump = kernel.dump();
    DumpDescription description = dump.description();
    PageCounts counts = dump.pageCounts();
    out.line("format: %s", description.format());
    if (description.dumpLevel().isPresent()) {
      out.line("level: %d", description.dumpLevel().getAsInt());
    }
    out.line("page size: %d", counts.pageSizeBytes());
    for (PageState state : PageState.values()) {
      if (counts.of(state) > 0) {
        out.line("%s pages: %ld", state.name(), counts.of(state));
      }
    }
    description.warnings().forEach(warning -> out.line("warning: %s", warning));
  }
}
