package org.vmcore.debuginfo.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.debuginfo.Variable;
import org.vmcore.types.BaseTypeName;
import org.vmcore.types.EnumType;
import org.vmcore.types.FunctionType;
import org.vmcore.types.Type;

/** Types, variables and constants of an index by name. Immutable as seen from outside. */
final class IndexedDebugInfo implements DebugInfo {
  private final NameTable names;
  private final IndexedTypes types;
  private final IndexPart definitions;
  private final IndexPart enumerators;
  private final IndexPart variables;
  private final Supplier<Optional<DebugInfo>> rest;

  /**
   * @param rest has what the index leaves out: functions
   */
  IndexedDebugInfo(
      NameTable names,
      IndexedTypes types,
      IndexPart definitions,
      IndexPart enumerators,
      IndexPart variables,
      Supplier<Optional<DebugInfo>> rest) {
    this.names = names;
    this.types = types;
    this.definitions = definitions;
    this.enumerators = enumerators;
    this.variables = variables;
    this.rest = rest;
  }

  @Override
  public Optional<Type> type(TypeKind kind, String name) {
    return types(kind, name).stream().findFirst();
  }

  @Override
  public List<Type> types(TypeKind kind, String name) {
    String wanted = kind == TypeKind.BASE ? BaseTypeName.canonical(name) : name;
    return rows(definitions, 8, wanted, number -> IndexFormat.definitionKey(number, kind)).stream()
        .map(row -> types.type(definitions.u32(row + 4)))
        .toList();
  }

  /** Offsets of the rows with the key of this name. */
  private List<Integer> rows(
      IndexPart part, int rowBytes, String name, ToIntFunction<Integer> keyOf) {
    int number = names.number(name);
    if (number == NameTable.NONE) {
      return List.of();
    }
    int key = keyOf.applyAsInt(number);
    List<Integer> rows = new ArrayList<>();
    for (int row = part.firstRow(rowBytes, key);
        row < part.sizeBytes() && part.u32(row) == key;
        row += rowBytes) {
      rows.add(row);
    }
    return rows;
  }

  @Override
  public List<Variable> variables(String name) {
    return rows(variables, 16, name, number -> number).stream()
        .map(row -> new Variable(name, types.type(variables.u32(row + 4)), variables.u64(row + 8)))
        .toList();
  }

  @Override
  public OptionalLong enumerator(String name) {
    return enumerationOf(name).map(type -> type.valueOf(name)).orElse(OptionalLong.empty());
  }

  @Override
  public Optional<EnumType> enumerationOf(String enumerator) {
    return rows(enumerators, 8, enumerator, number -> number).stream()
        .map(row -> types.type(enumerators.u32(row + 4)))
        .filter(EnumType.class::isInstance)
        .map(EnumType.class::cast)
        .findFirst();
  }

  @Override
  public Optional<FunctionType> function(String name) {
    return rest.get().flatMap(info -> info.function(name));
  }
}
