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
   * The complete type of this name; the first by order of definition where several differ. Empty
   * when there is none.
   *
   * @param name without keyword: {@code task_struct}, {@code unsigned int}
   */
  Optional<Type> type(TypeKind kind, String name);

  /** Every different complete definition of this name, in order of definition. */
  List<Type> types(TypeKind kind, String name);

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
