package org.vmcore.emit.sys;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.NotReconstructable;
import org.vmcore.emit.Text;
import org.vmcore.kernel.module.ModuleParameter;
import org.vmcore.kernel.module.SysModule;
import org.vmcore.model.Program;

/** Parameters of modules, loaded and built in, {@code kernel/params.c}. */
final class ModuleParameters {
  @EmitsMany(path = "sys/module/{owner}/parameters/{parameter}", each = Parameters.class)
  void parameter(Program kernel, ModuleParameter parameter, Text out) {
    out.raw(
        parameter
            .text()
            .orElseThrow(
                () -> new NotReconstructable("getter " + parameter.getter() + " is not known")));
  }

  /** All parameters that can be read. */
  @Enumerates({"owner", "parameter"})
  static final class Parameters implements Enumerator<ModuleParameter> {
    @Override
    public List<Key<ModuleParameter>> keys(Program kernel) {
      List<Key<ModuleParameter>> keys = new ArrayList<>();
      for (SysModule module : SysModule.of(kernel)) {
        try {
          addParameters(module, keys);
        } catch (MemoryFault fault) {
          // one module's list less; the fault itself is remembered by the reads
        }
      }
      return keys;
    }

    private static void addParameters(SysModule module, List<Key<ModuleParameter>> keys) {
      String name = module.name();
      for (ModuleParameter parameter : module.parameters()) {
        if (parameter.isReadable()) {
          keys.add(Key.of(name, parameter.name(), parameter));
        }
      }
    }
  }
}
