package org.vmcore.kernel.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The list {@code modules}, {@code kernel/module/main.c}: latest loaded first. */
public final class Modules {
  private final List<LoadedModule> modules;

  private Modules(Program kernel) {
    List<LoadedModule> found = new ArrayList<>();
    Optional<Value> head = kernel.findSymbol("modules");
    if (head.isPresent()) {
      for (Value module : ListHead.forEachEntry(head.get(), "struct module", "list")) {
        found.add(new LoadedModule(module));
      }
    }
    this.modules = List.copyOf(found);
  }

  /** Modules that were loaded at the crash, in the kernel's order; unformed ones are left out. */
  public static List<LoadedModule> of(Program kernel) {
    return kernel.computed(Modules.class, Modules::new).formed();
  }

  private List<LoadedModule> formed() {
    return modules.stream().filter(module -> !module.isInState("MODULE_STATE_UNFORMED")).toList();
  }
}
