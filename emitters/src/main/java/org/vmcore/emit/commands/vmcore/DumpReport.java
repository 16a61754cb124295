package org.vmcore.emit.commands.vmcore;

import org.vmcore.dump.Dump;
import org.vmcore.dump.ElfNote;
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
          "# note %s, type 0x%x, %d bytes%s",
          note.name(),
          note.type(),
          note.sizeBytes(),
          note.deviceDump().map(device -> ": dump of device " + device).orElse(""));
    }
    out.line("# kernel moved by 0x%lx", kernel.relocationBytes());
  }

  /**
   * Memory by what became of it, in kB. Which files of the report missed some, its manifest tells.
   * How the dump's file packs the memory does not matter here.
   */
  @Emits("sos_commands/vmcore/missing_pages")
  void missingPages(Program kernel, Text out) {
    Dump dump = kernel.dump();
    dump.pageCounts().kbByState().forEach((state, kb) -> out.line("%s: %ld kB", state.name(), kb));
    dump.description().warnings().forEach(warning -> out.line("warning: %s", warning));
  }
}
