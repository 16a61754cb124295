package org.vmcore.kernel.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * The list {@code modules}, {@code kernel/module/main.c}: latest loaded first. A damaged one is
 * followed as far as it leads.
 */
public final class Modules {
  private static final int MAX_MODULES = 10_000;

  private final List<LoadedModule> formed;
  private final Optional<String> damage;

  private Modules(Program kernel) {
    Optional<Value> head = kernel.findSymbol("modules");
    if (head.isEmpty() || !kernel.hasType("struct module")) {
      this.formed = List.of();
      this.damage = Optional.empty();
      return;
    }
    ListHead.Prefix list =
        ListHead.asFarAsReadable(head.get(), "struct module", "list", MAX_MODULES);
    List<LoadedModule> found = new ArrayList<>();
    Optional<String> broken = list.damage();
    for (Value module : list.entries()) {
      LoadedModule loaded = new LoadedModule(module);
      try {
        if (isFormed(loaded)) {
          found.add(loaded);
        }
      } catch (MemoryFault | Malformed fault) {
        broken = broken.or(() -> Optional.of(loaded + ": " + fault.getMessage()));
      }
    }
    this.formed = List.copyOf(found);
    this.damage = broken;
  }

  /** Whether the module is one; what all who ask for modules need can be read. */
  private static boolean isFormed(LoadedModule module) {
    return !module.isInState("MODULE_STATE_UNFORMED")
        && !module.name().isEmpty()
        && !module.memory().isEmpty();
  }

  private static Modules found(Program kernel) {
    return kernel.computed(Modules.class, Modules::new);
  }

  /** Modules that were loaded at the crash, in the kernel's order; unformed ones are left out. */
  public static List<LoadedModule> of(Program kernel) {
    return found(kernel).formed;
  }

  /** Why modules may be missing; empty where the list is whole. */
  public static Optional<String> damage(Program kernel) {
    return found(kernel).damage;
  }
}
