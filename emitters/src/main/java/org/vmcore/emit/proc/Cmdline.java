package org.vmcore.emit.proc;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.model.Program;

/** {@code /proc/cmdline}, {@code fs/proc/cmdline.c}: the command line that booted the kernel. */
final class Cmdline {
  @Emits("proc/cmdline")
  void cmdline(Program kernel, Text out) {
    out.line("%s", kernel.symbol("saved_command_line").asString());
  }
}
