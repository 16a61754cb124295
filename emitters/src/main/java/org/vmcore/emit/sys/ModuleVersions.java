package org.vmcore.emit.sys;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.kernel.module.LoadedModule;
import org.vmcore.kernel.module.SysModule;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code version} of modules, loaded and built in, that have one. */
final class ModuleVersions {
  @EmitsMany(path = "sys/module/{versioned_module}/version", each = Versioned.class)
  void version(Program kernel, String version, Text out) {
    out.line("%s", version);
  }

  /** Modules with a version. */
  @Enumerates("versioned_module")
  static final class Versioned implements Enumerator<String> {
    @Override
    public List<Key<String>> keys(Program kernel) {
      List<Key<String>> keys = new ArrayList<>();
      for (SysModule module : SysModule.of(kernel)) {
        module
            .module()
            .map(LoadedModule::value)
            .map(value -> value.field("version"))
            .filter(version -> !version.isNull())
            .map(Value::asString)
            .or(module::builtInVersion)
            .ifPresent(version -> keys.add(Key.of(module.name(), version)));
      }
      return keys;
    }
  }
}
