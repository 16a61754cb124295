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

  private static final Map<String, List<String>> DECLARED = read();

  private final DebugInfo types;
  private final SymbolTable symbols;
  private final TypeSpelling spelling;

  DeclaredVariables(DebugInfo types, SymbolTable symbols) {
    this.types = types;
    this.symbols = symbols;
    this.spelling = new TypeSpelling(types::type, types::enumerator, POINTER_BYTES);
  }

  private static Map<String, List<String>> read() {
    Map<String, List<String>> declared = new LinkedHashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                DeclaredVariables.class.getResourceAsStream(RESOURCE), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int tab = line.indexOf('\t');
        if (tab > 0 && line.charAt(0) != '#') {
          declared.merge(
              line.substring(0, tab),
              List.of(line.substring(tab + 1)),
              (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return declared;
  }

  /** What variables are declared as, by name; the newest kernel's declaration first. */
  static Map<String, List<String>> declared() {
    return DECLARED;
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
            .flatMap(declaration -> spelling.type(declaration).stream())
            .toList();
    return possible.stream()
        .filter(type -> fits(type, symbol.sizeBytes()))
        .findFirst()
        .or(() -> possible.stream().findFirst().map(type -> sized(type, symbol.sizeBytes())))
        .map(type -> new Variable(symbol.name(), type, symbol.value()));
  }

  private static boolean fits(Type type, long symbolBytes) {
    long gap = symbolBytes - type.sizeBytes();
    return gap >= 0 && gap < MAX_GAP_BYTES;
  }

  /** Of an array with another length than any declaration has, what there is room for. */
  private static Type sized(Type type, long symbolBytes) {
    if (type instanceof ArrayType array && symbolBytes > 0 && array.element().sizeBytes() > 0) {
      return new ArrayType(array::element, symbolBytes / array.element().sizeBytes());
    }
    return type;
  }

  @Override
  public Optional<Type> type(TypeKind kind, String name) {
    return types.type(kind, name);
  }

  @Override
  public List<Type> types(TypeKind kind, String name) {
    return types.types(kind, name);
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
