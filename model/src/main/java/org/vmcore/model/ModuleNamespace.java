package org.vmcore.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.types.Type;

/**
 * What names mean within one module: what it defines itself, else what the kernel does.
 * Thread-safe.
 */
public final class ModuleNamespace {
  private final Program kernel;
  private final List<DebugInfo> sources;
  private final TypeSpelling spellings;

  ModuleNamespace(Program kernel, List<DebugInfo> sources) {
    this.kernel = kernel;
    this.sources = sources;
    this.spellings = new TypeSpelling(this::named, this::findEnumerator, kernel.pointerSizeBytes());
  }

  private <T> Optional<T> first(Function<DebugInfo, Optional<T>> lookUp) {
    return sources.stream().map(lookUp).flatMap(Optional::stream).findFirst();
  }

  private Optional<Type> named(TypeKind kind, String name) {
    return first(source -> source.type(kind, name));
  }

  /** Whether any debug information of the module is at hand, from its file or from memory. */
  public boolean isKnown() {
    return !sources.isEmpty();
  }

  /** The type C calls so in the module's sources; empty when neither it nor the kernel has it. */
  public Optional<Type> findType(String spelling) {
    return spellings.type(spelling).or(() -> kernel.findType(spelling));
  }

  /**
   * As {@link #findType}.
   *
   * @throws NoSuchType when there is none
   */
  public Type type(String spelling) {
    return findType(spelling).orElseThrow(() -> new NoSuchType(spelling));
  }

  /** The module's own global or static variable of this name, where its type is known. */
  public Optional<Value> findSymbol(String name) {
    return first(source -> source.variable(name))
        .map(variable -> kernel.object(variable.type(), variable.address()));
  }

  /** Value of a constant of the module's enumerations, or else of the kernel's. */
  public OptionalLong findEnumerator(String name) {
    Optional<Long> own = first(source -> source.enumerator(name).stream().boxed().findFirst());
    return own.isPresent() ? OptionalLong.of(own.get()) : kernel.findEnumerator(name);
  }
}
