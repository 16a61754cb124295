package org.vmcore.emit.commands.host;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.config.Uts;
import org.vmcore.model.Program;

/** {@code hostname}: what the machine calls itself. */
final class Hostname {
  @Emits("sos_commands/host/hostname")
  void hostname(Program kernel, Text out) {
    out.line("%s", Uts.of(kernel).nodename());
  }
}
