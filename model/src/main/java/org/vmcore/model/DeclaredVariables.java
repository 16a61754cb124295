package org.vmcore.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.debuginfo.Definition;
import org.vmcore.debuginfo.Place;
import org.vmcore.debuginfo.Symbol;
import org.vmcore.debuginfo.SymbolTable;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.debuginfo.Variable;
import org.vmcore.types.ArrayType;
import org.vmcore.types.EnumType;
import org.vmcore.types.FunctionType;
import org.vmcore.types.Type;

/**
 * Debug information that knows types but few variables, as BTF does, completed by what the kernel's
 * headers declare: {@code declared-variables.tsv} has a line for each variable that is asked for,
 * several where kernels differ. Thread-safe.
 */
final class DeclaredVariables implements DebugInfo {
  private static final String RESOURCE = "declared-variables.tsv";
  private static final int POINTER_BYTES = 8;

  /** Linkers and compilers leave gaps of less between two variables. */
  private static final long MAX_GAP_BYTES = 64;

  private static final Map<String, List<Declaration>> DECLARED = read();

  /**
   * @param member what must exist for it, {@code struct file_system_type.list}; or empty
   */
  private record Declaration(String type, String member) {}

  private final DebugInfo types;
  private final SymbolTable symbols;
  private final boolean exactSizes;
  private final TypeSpelling spelling;

  /**
   * @param exactSizes whether symbols end where the next one starts, as they do when all are known
   */
  DeclaredVariables(DebugInfo types, SymbolTable symbols, boolean exactSizes) {
    this.types = types;
    this.symbols = symbols;
    this.exactSizes = exactSizes;
    this.spelling = new TypeSpelling(types::type, types::enumerator, POINTER_BYTES);
  }

  private static Map<String, List<Declaration>> read() {
    Map<String, List<Declaration>> declared = new LinkedHashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                DeclaredVariables.class.getResourceAsStream(RESOURCE), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          String[] columns = line.split("\t", -1);
          declared.merge(
              columns[0],
              List.of(new Declaration(columns[1], columns.length > 2 ? columns[2] : "")),
              (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return declared;
  }

  @Override
  public List<Variable> variables(String name) {
    List<Variable> known = types.variables(name);
    if (!known.isEmpty() || !DECLARED.containsKey(name)) {
      return known;
    }
    return symbols.byName(name).stream().flatMap(symbol -> variable(symbol).stream()).toList();
  }

  /** The declaration that exists in this kernel and has the size of the symbol. */
  private Optional<Variable> variable(Symbol symbol) {
    List<Type> possible =
        DECLARED.get(symbol.name()).stream()
            .filter(declaration -> exists(declaration.member()))
            .flatMap(declaration -> spelling.type(declaration.type()).stream())
            .toList();
    Optional<Type> type =
        exactSizes ? ofSize(possible, symbol.sizeBytes()) : within(possible, symbol.sizeBytes());
    return type.map(
        found ->
            new Variable(
                symbol.name(), found, symbol.value(), symbol.global(), () -> placeOf(symbol)));
  }

  /** Nothing tells which file a symbol is of. */
  private static Place placeOf(Symbol symbol) {
    return new Place("0x" + Long.toHexString(symbol.value()), "");
  }

  private static Optional<Type> ofSize(List<Type> possible, long symbolBytes) {
    return possible.stream()
        .filter(type -> fits(type, symbolBytes))
        .reduce(DeclaredVariables::longer)
        .or(() -> possible.stream().findFirst().map(type -> sized(type, symbolBytes)));
  }

  private static Optional<Type> within(List<Type> possible, long symbolBytes) {
    return possible.stream()
        .filter(type -> type.sizeBytes() <= symbolBytes)
        .reduce(DeclaredVariables::longer)
        .or(() -> possible.stream().findFirst());
  }

  /** Of arrays the longest that fits, of others the first. */
  private static Type longer(Type first, Type second) {
    return second instanceof ArrayType && second.sizeBytes() > first.sizeBytes() ? second : first;
  }

  private boolean exists(String member) {
    int dot = member.indexOf('.');
    return dot < 0
        || spelling
            .type(member.substring(0, dot))
            .flatMap(Type::asStruct)
            .flatMap(struct -> struct.member(member.substring(dot + 1)))
            .isPresent();
  }

  private static boolean fits(Type type, long symbolBytes) {
    long gap = symbolBytes - type.sizeBytes();
    return gap >= 0 && gap < MAX_GAP_BYTES;
  }

  /** Of an array with another length than any declaration has, what there is room for. */
  private static Type sized(Type type, long symbolBytes) {
    if (type instanceof ArrayType array && type.sizeBytes() > 0 && symbolBytes > 0) {
      return new ArrayType(array::element, symbolBytes / array.element().sizeBytes());
    }
    return type;
  }

  @Override
  public List<Definition> definitions(TypeKind kind, String name) {
    return types.definitions(kind, name);
  }

  @Override
  public OptionalLong enumerator(String name) {
    return types.enumerator(name);
  }

  @Override
  public Optional<EnumType> enumerationOf(String enumerator) {
    return types.enumerationOf(enumerator);
  }

  @Override
  public Optional<FunctionType> function(String name) {
    return types.function(name);
  }
}
