package org.vmcore.model;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.types.EnumType;
import org.vmcore.types.Type;

/**
 * Types and constants by their names, looked up once. The kernel's names always mean the kernel's
 * own; modules only add to them. Thread-safe.
 */
final class KernelTypes {
  private final DebugInfo kernel;
  private final LateModules modules;
  private final TypeSpelling spellings;
  private final Map<String, Optional<Type>> types = new ConcurrentHashMap<>();
  private final Map<String, OptionalLong> enumerators = new ConcurrentHashMap<>();

  KernelTypes(DebugInfo kernel, LateModules modules, int pointerSizeBytes) {
    this.kernel = kernel;
    this.modules = modules;
    this.spellings =
        new TypeSpelling(
            (kind, name) -> inKernelThenModules(name, info -> Homonyms.type(info, kind, name)),
            this::enumerator,
            pointerSizeBytes);
  }

  /** The complete type that C calls so. */
  Optional<Type> find(String spelling) {
    Optional<Type> known = types.get(spelling);
    if (known == null) {
      known = spellings.type(spelling.strip());
      // While the modules are being found, their types are missing for that thread alone.
      if (known.isPresent() || !modules.areBeingFound()) {
        types.put(spelling, known);
      }
    }
    return known;
  }

  /** Value of an enumeration's constant. */
  OptionalLong enumerator(String name) {
    OptionalLong known = enumerators.get(name);
    if (known == null) {
      Optional<Long> found =
          inKernelThenModules(name, info -> info.enumerator(name).stream().boxed().findFirst());
      known = found.map(OptionalLong::of).orElse(OptionalLong.empty());
      if (known.isPresent() || !modules.areBeingFound()) { // as above
        enumerators.put(name, known);
      }
    }
    return known;
  }

  /** The kernel's enumeration that has this constant. */
  Optional<EnumType> enumerationOf(String enumerator) {
    return kernel.enumerationOf(enumerator);
  }

  private <T> Optional<T> inKernelThenModules(
      String name, Function<DebugInfo, Optional<T>> lookUp) {
    Optional<T> found = lookUp.apply(kernel);
    return found.isPresent() ? found : modules.get().first(name, lookUp);
  }
}
