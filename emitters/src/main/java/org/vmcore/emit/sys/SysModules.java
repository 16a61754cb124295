package org.vmcore.emit.sys;

import java.util.List;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.kernel.module.LoadedModule;
import org.vmcore.kernel.module.Modules;
import org.vmcore.model.Program;

/** The loaded modules by name. */
@Enumerates("module")
final class SysModules implements Enumerator<LoadedModule> {
  @Override
  public List<Key<LoadedModule>> keys(Program kernel) {
    return Modules.of(kernel).stream().map(module -> Key.of(module.name(), module)).toList();
  }
}
