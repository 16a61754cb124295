package org.vmcore.debuginfo;

import java.util.List;
import org.vmcore.types.EnumType;

/** Debug information that can say all it has, so that it can be written down in another form. */
public interface ListedDebugInfo extends DebugInfo {
  /**
   * Each name for which {@link #types} has an answer, once, in order of first definition; base
   * types under the one name that stands for all their spellings.
   */
  List<String> typeNames(TypeKind kind);

  /** Each name for which {@link #variables} may have an answer, once, in order of definition. */
  List<String> variableNames();

  /**
   * Enumerations, those without a name too, in order of definition: the first that has a constant
   * is the one that {@link #enumerationOf} gives.
   */
  List<EnumType> enumerations();
}
