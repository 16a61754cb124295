package org.vmcore.debuginfo;

import java.util.List;
import org.vmcore.types.EnumType;
import org.vmcore.types.Type;

/** Debug information that can say all it has, so that it can be written down in another form. */
public interface ListedDebugInfo extends DebugInfo {
  /** All that {@link #types} gives, in order of definition; of a base type, one spelling. */
  List<Type> allTypes(TypeKind kind);

  /** All that {@link #variables} gives; those of one name in that order. */
  List<Variable> allVariables();

  /**
   * Enumerations, those without a name too, in order of definition: the first that has a constant
   * is the one that {@link #enumerationOf} gives.
   */
  List<EnumType> enumerations();
}
