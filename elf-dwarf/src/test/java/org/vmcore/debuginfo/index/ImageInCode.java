package org.vmcore.debuginfo.index;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.debuginfo.Definition;
import org.vmcore.debuginfo.ListedDebugInfo;
import org.vmcore.debuginfo.ListedImage;
import org.vmcore.debuginfo.Place;
import org.vmcore.debuginfo.Symbol;
import org.vmcore.debuginfo.Symbol.Placement;
import org.vmcore.debuginfo.SymbolTable;
import org.vmcore.debuginfo.SymbolsByAddress;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.debuginfo.Variable;
import org.vmcore.io.ArraySource;
import org.vmcore.io.ByteSource;
import org.vmcore.types.AliasType;
import org.vmcore.types.ArrayType;
import org.vmcore.types.BaseTypeName;
import org.vmcore.types.EnumType;
import org.vmcore.types.EnumType.Enumerator;
import org.vmcore.types.FloatType;
import org.vmcore.types.FunctionType;
import org.vmcore.types.IntType;
import org.vmcore.types.PointerType;
import org.vmcore.types.StructType;
import org.vmcore.types.StructType.Member;
import org.vmcore.types.Type;
import org.vmcore.types.VoidType;

/** A kernel image built in code, with something of each kind in it. */
public final class ImageInCode implements ListedImage {
  static final byte[] UNWIND = "unwind tables ".repeat(200).getBytes(US_ASCII);

  private final Map<TypeKind, Map<String, List<Type>>> types = new LinkedHashMap<>();
  private final Map<String, List<Variable>> variables = new LinkedHashMap<>();
  private final List<EnumType> enumerations = new ArrayList<>();
  private final List<Symbol> symbols = new ArrayList<>();
  private final Map<String, FunctionType> functions = new LinkedHashMap<>();

  public ImageInCode() {
    IntType number = new IntType("int", 4, true, false);
    IntType word = new IntType("long unsigned int", 8, false, false);
    define(TypeKind.BASE, "int", number);
    define(TypeKind.BASE, BaseTypeName.canonical("unsigned long"), word);
    define(TypeKind.BASE, "_Bool", new IntType("_Bool", 1, false, true));
    define(TypeKind.BASE, "double", new FloatType("double", 8));
    AliasType pid = new AliasType("pid_t", () -> number);
    define(TypeKind.TYPEDEF, "pid_t", pid);
    StructType task = task(number, word, pid);
    define(TypeKind.STRUCT, "task_struct", task);
    define(TypeKind.STRUCT, "node", struct("node", 4, new Member("id", number, 0, 0)));
    define(TypeKind.STRUCT, "node", struct("node", 8, new Member("id", word, 0, 0)));
    define(TypeKind.UNION, "bits", new StructType(true, "bits", 4, true, List::of));
    enumerate(
        "zone", 4, false, new Enumerator("ZONE_DMA", 0), new Enumerator("ZONE_MAX", 0xffff_ffffL));
    enumerate("", 4, true, new Enumerator("MINUS", -22), new Enumerator("ZONE_DMA", 7));
    variable("init_task", task, 0x8100_0000_0000_2000L);
    ownVariable("count", number, 0x8100_0000_0000_3000L, "mm/slab.c");
    ownVariable("count", word, 0x8100_0000_0000_1000L, "fs/pipe.c");
    ownVariable("jiffies", number, 0x8100_0000_0000_4000L, "lib/own.c");
    variable("jiffies", word, 0x8100_0000_0000_5000L);
    symbol("_stext", 0x8100_0000_0000_0000L, 0, true, Placement.RELOCATED_TEXT);
    symbol("init_task", 0x8100_0000_0000_2000L, 64, true, Placement.RELOCATED_DATA);
    symbol("per_cpu_offset", 0x1000, 8, false, Placement.ZERO_BASED_PER_CPU);
    symbol("VERSION", 3, 0, true, Placement.ABSOLUTE);
    for (int i = 0; i < 100; i++) {
      boolean global = i % 7 == 0;
      symbol("static.key", 0x8100_0000_0001_0000L + 16 * i, 8, global, Placement.RELOCATED_DATA);
      symbol("fn_" + i, 0x8100_0000_0000_0100L + 16 * i, 16, true, Placement.RELOCATED_TEXT);
    }
    functions.put("schedule", new FunctionType(() -> VoidType.INSTANCE, List::of));
  }

  private static StructType task(IntType number, IntType word, AliasType pid) {
    StructType[] self = new StructType[1];
    PointerType parent = new PointerType(() -> self[0], 8);
    StructType declared = new StructType(false, "mm_struct", 0, false, List::of);
    StructType inner =
        struct("", 8, new Member("low", number, 0, 3), new Member("high", number, 3, 29));
    FunctionType callback = new FunctionType(() -> number, () -> List.of(parent, word));
    self[0] =
        struct(
            "task_struct",
            64,
            new Member("pid", new AliasType("", () -> pid), 0, 0),
            new Member("parent", parent, 64, 0),
            new Member("", inner, 128, 0),
            new Member("comm", new ArrayType(() -> new ArrayType(() -> number, 2), 3), 192, 0),
            new Member("mm", new PointerType(() -> declared, 8), 384, 0),
            new Member("call", new PointerType(() -> callback, 8), 448, 0));
    return self[0];
  }

  private static StructType struct(String name, long sizeBytes, Member... members) {
    return new StructType(false, name, sizeBytes, true, () -> List.of(members));
  }

  private void define(TypeKind kind, String name, Type type) {
    types
        .computeIfAbsent(kind, k -> new LinkedHashMap<>())
        .computeIfAbsent(name, n -> new ArrayList<>())
        .add(type);
  }

  private void enumerate(String name, long sizeBytes, boolean signed, Enumerator... constants) {
    EnumType type = new EnumType(name, sizeBytes, signed, () -> List.of(constants));
    enumerations.add(type);
    if (!name.isEmpty()) {
      define(TypeKind.ENUM, name, type);
    }
  }

  private void variable(String name, Type type, long address) {
    variables.computeIfAbsent(name, n -> new ArrayList<>()).add(new Variable(name, type, address));
  }

  private void ownVariable(String name, Type type, long address, String file) {
    variables
        .computeIfAbsent(name, n -> new ArrayList<>())
        .add(new Variable(name, type, address, false, () -> new Place(file, file)));
  }

  /** Each definition of one name is in another file. */
  private static Place placeOf(Type type) {
    return new Place("include/size" + type.sizeBytes() + ".h", "drivers/some.c");
  }

  private void symbol(
      String name, long value, long sizeBytes, boolean global, Placement placement) {
    symbols.add(new Symbol(name, value, sizeBytes, global, placement));
  }

  @Override
  public String name() {
    return "vmlinux";
  }

  @Override
  public Optional<String> buildId() {
    return Optional.of("0123abcd");
  }

  @Override
  public List<String> sectionNames() {
    return List.of(".text", ".orc_unwind", ".orc_header");
  }

  @Override
  public Optional<ByteSource> section(String name) {
    return switch (name) {
      case ".text" -> Optional.of(new ArraySource(name, new byte[] {1, 2, 3}));
      case ".orc_unwind" -> Optional.of(new ArraySource(name, UNWIND));
      default -> Optional.empty();
    };
  }

  @Override
  public OptionalLong sectionAddress(String name) {
    int index = sectionNames().indexOf(name);
    return index < 0 ? OptionalLong.empty() : OptionalLong.of(0x8100_0000_0000_0000L + index);
  }

  @Override
  public SymbolTable symbols() {
    List<Symbol> sorted = new ArrayList<>(symbols);
    sorted.sort((a, b) -> Long.compareUnsigned(a.value(), b.value()));
    return new SymbolTable() {
      @Override
      public List<Symbol> byName(String name) {
        return sorted.stream()
            .filter(symbol -> symbol.name().equals(name))
            .sorted((a, b) -> Boolean.compare(!a.global(), !b.global()))
            .toList();
      }

      @Override
      public Optional<Symbol> byAddress(long address) {
        return new SymbolsByAddress(sorted).at(address);
      }

      @Override
      public List<Symbol> all() {
        return sorted;
      }
    };
  }

  @Override
  public ListedDebugInfo debugInfo() {
    return new ListedDebugInfo() {
      @Override
      public void list(Listener listener) {
        types.forEach(
            (kind, named) ->
                named
                    .keySet()
                    .forEach(
                        name ->
                            definitions(kind, name)
                                .forEach(definition -> listener.type(kind, definition))));
        enumerations.forEach(listener::constants);
        variables.values().stream().flatMap(List::stream).forEach(listener::variable);
      }

      @Override
      public List<Definition> definitions(TypeKind kind, String name) {
        String wanted = kind == TypeKind.BASE ? BaseTypeName.canonical(name) : name;
        return types.getOrDefault(kind, Map.of()).getOrDefault(wanted, List.of()).stream()
            .map(type -> new Definition(type, () -> placeOf(type)))
            .toList();
      }

      @Override
      public List<Variable> variables(String name) {
        return variables.getOrDefault(name, List.of()).stream()
            .sorted(Comparator.comparing(variable -> !variable.external()))
            .toList();
      }

      @Override
      public OptionalLong enumerator(String name) {
        return enumerationOf(name).map(e -> e.valueOf(name)).orElse(OptionalLong.empty());
      }

      @Override
      public Optional<EnumType> enumerationOf(String name) {
        return enumerations.stream().filter(e -> e.valueOf(name).isPresent()).findFirst();
      }

      @Override
      public Optional<FunctionType> function(String name) {
        return Optional.ofNullable(functions.get(name));
      }
    };
  }
}
