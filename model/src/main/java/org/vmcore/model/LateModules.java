package org.vmcore.model;

import java.util.function.Function;

/**
 * The loaded modules' debug information, found on first use. Finding it asks the kernel for types
 * and symbols in turn: the thread that does so sees no modules meanwhile, others wait.
 */
final class LateModules {
  private final Program kernel;
  private final Function<Program, ModuleDebugInfo> finder;
  private volatile ModuleDebugInfo found;
  private boolean finding;

  LateModules(Program kernel, Function<Program, ModuleDebugInfo> finder) {
    this.kernel = kernel;
    this.finder = finder;
  }

  ModuleDebugInfo get() {
    ModuleDebugInfo known = found;
    return known != null ? known : find();
  }

  private synchronized ModuleDebugInfo find() {
    if (found == null) {
      if (finding) {
        return ModuleDebugInfo.NONE;
      }
      finding = true;
      try {
        found = finder.apply(kernel);
      } finally {
        finding = false;
      }
    }
    return found;
  }

  /** Whether this thread is the one that finds them just now. */
  boolean areBeingFound() {
    return found == null && Thread.holdsLock(this);
  }
}
