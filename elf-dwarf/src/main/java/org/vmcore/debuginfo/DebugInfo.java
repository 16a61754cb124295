package org.vmcore.debuginfo;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.types.EnumType;
import org.vmcore.types.FunctionType;
import org.vmcore.types.Type;

/**
 * Types and variables of one kernel or module, from one source: DWARF or BTF. Immutable as seen
 * from outside, thread-safe, shared by all dumps of a kernel.
 */
public interface DebugInfo {
  /**
   * The complete type of this name. Empty when there is none.
   *
   * @param name without keyword: {@code task_struct}, {@code unsigned int}
   * @throws AmbiguousName when files define the name differently
   */
  default Optional<Type> type(TypeKind kind, String name) {
    return only(kind, name, definitions(kind, name));
  }

  /**
   * The complete type of this name that a file defines, where several do; the only one of its name
   * is it in any case.
   *
   * @param file {@code drivers/char/virtio_console.c}, or the end of its path
   * @throws AmbiguousName when even the definitions of that file differ
   */
  default Optional<Type> type(TypeKind kind, String name, String file) {
    List<Definition> all = Definition.different(definitions(kind, name));
    return all.size() < 2
        ? only(kind, name, all)
        : only(kind, name, all.stream().filter(one -> one.place().get().isIn(file)).toList());
  }

  private static Optional<Type> only(TypeKind kind, String name, List<Definition> all) {
    List<Definition> different = Definition.different(all);
    if (different.size() > 1) {
      List<Place> places = different.stream().map(one -> one.place().get()).toList();
      throw new AmbiguousName(kind.spelled(name), places);
    }
    return different.stream().findFirst().map(Definition::type);
  }

  /** Every different complete definition of this name, in order of definition. */
  default List<Type> types(TypeKind kind, String name) {
    return Definition.different(definitions(kind, name)).stream().map(Definition::type).toList();
  }

  /** The complete definitions of this name in their order; some may say the same. */
  List<Definition> definitions(TypeKind kind, String name);

  /**
   * The variable that this name means everywhere, or the only one. Empty when there is none.
   *
   * @throws AmbiguousName when several files have a static one
   */
  default Optional<Variable> variable(String name) {
    List<Variable> all = variables(name);
    if (all.size() > 1 && !all.get(0).external()) {
      throw new AmbiguousName(name, all.stream().map(one -> one.place().get()).toList());
    }
    return all.stream().findFirst();
  }

  /**
   * Every variable of this name that has an address; external ones before static ones, then by
   * order of definition.
   */
  List<Variable> variables(String name);

  /** Value of an enumeration's constant, whatever the enumeration. */
  OptionalLong enumerator(String name);

  /** The enumeration that defines this constant. */
  Optional<EnumType> enumerationOf(String enumerator);

  /** Type of the function of this name. */
  Optional<FunctionType> function(String name);
}
