package org.vmcore.emit.commands.kernel;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code uname -a}: {@code struct new_utsname} of the first namespace. */
final class Uname {
  @Emits("sos_commands/kernel/uname_-a")
  void all(Program kernel, Text out) {
    Value name = kernel.symbol("init_uts_ns").field("name");
    out.line(
        "%s %s %s %s %s GNU/Linux",
        name.field("sysname").asString(),
        name.field("nodename").asString(),
        name.field("release").asString(),
        name.field("version").asString(),
        name.field("machine").asString());
  }
}
