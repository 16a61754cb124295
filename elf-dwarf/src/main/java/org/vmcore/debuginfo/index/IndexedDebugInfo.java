package org.vmcore.debuginfo.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.debuginfo.Definition;
import org.vmcore.debuginfo.Place;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.debuginfo.Variable;
import org.vmcore.debuginfo.index.IndexFormat.Part;
import org.vmcore.types.BaseTypeName;
import org.vmcore.types.EnumType;
import org.vmcore.types.FunctionType;

/** Types, variables and constants of an index by name. Immutable as seen from outside. */
final class IndexedDebugInfo implements DebugInfo {
  private static final int DEFINITION_BYTES = Part.DEFINITIONS.rowBytes;
  private static final int ENUMERATOR_BYTES = Part.ENUMERATORS.rowBytes;
  private static final int VARIABLE_BYTES = Part.VARIABLES.rowBytes;
  private static final int PLACE_BYTES = Part.PLACES.rowBytes;

  private final NameTable names;
  private final IndexedTypes types;
  private final IndexPart definitions;
  private final IndexPart enumerators;
  private final IndexPart variables;
  private final IndexPart places;
  private final Supplier<Optional<DebugInfo>> rest;

  /**
   * @param places of those whose name has several
   * @param rest has what the index leaves out: functions
   */
  IndexedDebugInfo(
      NameTable names,
      IndexedTypes types,
      IndexPart definitions,
      IndexPart enumerators,
      IndexPart variables,
      IndexPart places,
      Supplier<Optional<DebugInfo>> rest) {
    this.names = names;
    this.types = types;
    this.definitions = definitions;
    this.enumerators = enumerators;
    this.variables = variables;
    this.places = places;
    this.rest = rest;
  }

  @Override
  public List<Definition> definitions(TypeKind kind, String name) {
    String wanted = kind == TypeKind.BASE ? BaseTypeName.canonical(name) : name;
    return rows(
            definitions,
            DEFINITION_BYTES,
            wanted,
            number -> IndexFormat.definitionKey(number, kind))
        .stream()
        .map(this::definition)
        .toList();
  }

  private Definition definition(int row) {
    return new Definition(
        types.type(definitions.u32(row + 4)), () -> place(row / DEFINITION_BYTES));
  }

  private Place place(int row) {
    int at = places.firstRow(PLACE_BYTES, row);
    return at < places.sizeBytes() && places.u32(at) == row
        ? new Place(names.name(places.u32(at + 4)), names.name(places.u32(at + 8)))
        : Place.UNKNOWN;
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
    return rows(variables, VARIABLE_BYTES, name, number -> number).stream()
        .map(row -> variable(name, row))
        .toList();
  }

  private Variable variable(String name, int row) {
    int type = variables.u32(row + 4);
    return new Variable(
        name,
        types.type(type & ~IndexFormat.EXTERNAL),
        variables.u64(row + 8),
        (type & IndexFormat.EXTERNAL) != 0,
        () -> place(definitions.sizeBytes() / DEFINITION_BYTES + row / VARIABLE_BYTES));
  }

  @Override
  public OptionalLong enumerator(String name) {
    return enumerationOf(name).map(type -> type.valueOf(name)).orElse(OptionalLong.empty());
  }

  @Override
  public Optional<EnumType> enumerationOf(String enumerator) {
    return rows(enumerators, ENUMERATOR_BYTES, enumerator, number -> number).stream()
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
