package org.vmcore.debuginfo;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.types.EnumType;
import org.vmcore.types.FunctionType;

/** Debug information of a test: knows nothing but what the test gives it. */
public interface PartialDebugInfo extends DebugInfo {
  @Override
  default List<Definition> definitions(TypeKind kind, String name) {
    return List.of();
  }

  @Override
  default List<Variable> variables(String name) {
    return List.of();
  }

  @Override
  default OptionalLong enumerator(String name) {
    return OptionalLong.empty();
  }

  @Override
  default Optional<EnumType> enumerationOf(String enumerator) {
    return Optional.empty();
  }

  @Override
  default Optional<FunctionType> function(String name) {
    return Optional.empty();
  }
}
