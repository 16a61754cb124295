package org.vmcore.emit.commands.kernel;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.module.LoadedModule;
import org.vmcore.kernel.module.Modules;
import org.vmcore.model.Program;

/** {@code lsmod} of kmod: {@code /proc/modules} with the users from {@code holders} of sysfs. */
final class Lsmod {
  @Emits("sos_commands/kernel/lsmod")
  void lsmod(Program kernel, Text out) {
    out.line("Module                  Size  Used by");
    for (LoadedModule module : Modules.of(kernel)) {
      out.print("%-19s %8ld  %d", module.name(), module.coreSizeBytes(), module.refcount());
      List<String> holders = module.holders();
      out.line(holders.isEmpty() ? "%s" : " %s", String.join(",", holders));
    }
    Modules.damage(kernel).ifPresent(why -> out.partial("modules: " + why));
  }
}
