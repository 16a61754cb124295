package org.vmcore.emit.proc;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.module.LoadedModule;
import org.vmcore.kernel.module.Modules;
import org.vmcore.model.Program;

/** {@code /proc/modules} as {@code m_show()}, {@code kernel/module/procfs.c}, prints it. */
final class ModulesFile {
  @Emits("proc/modules")
  void modules(Program kernel, Text out) {
    for (LoadedModule module : Modules.of(kernel)) {
      out.print("%s %u", module.name(), module.coreSizeBytes() + module.initSizeBytes());
      printUnloadInfo(module, out);
      out.print(" %s 0x%016lx", state(module), module.base());
      if (module.taints() != 0) {
        out.print(" (%s%s)", module.taintLetters(), stateLetter(module));
      }
      out.raw("\n");
    }
    Modules.damage(kernel).ifPresent(why -> out.partial("modules: " + why));
  }

  private static void printUnloadInfo(LoadedModule module, Text out) {
    if (!module.hasUsers()) {
      out.raw(" - -");
      return;
    }
    StringBuilder users = new StringBuilder();
    for (LoadedModule user : module.users()) {
      users.append(user.name()).append(',');
    }
    if (module.isPermanent()) {
      users.append("[permanent],");
    }
    out.print(" %i %s", module.refcount(), users.isEmpty() ? "-" : users.toString());
  }

  private static String state(LoadedModule module) {
    if (module.isInState("MODULE_STATE_GOING")) {
      return "Unloading";
    }
    return module.isInState("MODULE_STATE_COMING") ? "Loading" : "Live";
  }

  private static String stateLetter(LoadedModule module) {
    if (module.isInState("MODULE_STATE_GOING")) {
      return "-";
    }
    return module.isInState("MODULE_STATE_COMING") ? "+" : "";
  }
}
