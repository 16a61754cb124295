package org.vmcore.emit.sys;

import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.kernel.module.LoadedModule;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Attributes of a loaded module, {@code modinfo_attrs} of {@code kernel/module/main.c}. */
final class ModuleFiles {
  @EmitsMany(path = "sys/module/{module}/refcnt", each = SysModules.class)
  void refcnt(Program kernel, LoadedModule module, Text out) {
    if (!module.hasUsers()) {
      throw new NoSuchFile("modules cannot be unloaded");
    }
    out.line("%i", module.refcount());
  }

  @EmitsMany(path = "sys/module/{module}/initstate", each = SysModules.class)
  void initstate(Program kernel, LoadedModule module, Text out) {
    if (module.isInState("MODULE_STATE_LIVE")) {
      out.line("live");
    } else {
      out.line(module.isInState("MODULE_STATE_COMING") ? "coming" : "going");
    }
  }

  @EmitsMany(path = "sys/module/{module}/coresize", each = SysModules.class)
  void coresize(Program kernel, LoadedModule module, Text out) {
    out.line("%u", module.coreSizeBytes());
  }

  @EmitsMany(path = "sys/module/{module}/initsize", each = SysModules.class)
  void initsize(Program kernel, LoadedModule module, Text out) {
    out.line("%u", module.initSizeBytes());
  }

  @EmitsMany(path = "sys/module/{module}/taint", each = SysModules.class)
  void taint(Program kernel, LoadedModule module, Text out) {
    out.line("%s", module.taintLetters());
  }

  @EmitsMany(path = "sys/module/{module}/srcversion", each = SysModules.class)
  void srcversion(Program kernel, LoadedModule module, Text out) {
    text(module, "srcversion", out);
  }

  /** Only modules of some distributions have one. */
  @EmitsMany(path = "sys/module/{module}/rhelversion", each = SysModules.class)
  void rhelversion(Program kernel, LoadedModule module, Text out) {
    text(module, "rhelversion", out);
  }

  private static void text(LoadedModule module, String member, Text out) {
    if (!module.value().has(member)) {
      throw new NoSuchFile("modules have no " + member);
    }
    Value text = module.value().field(member);
    if (text.isNull()) {
      throw new NoSuchFile("the module has no " + member);
    }
    out.line("%s", text.asString());
  }
}
