package org.vmcore.dwarf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.vmcore.debuginfo.Definition;
import org.vmcore.debuginfo.ListedDebugInfo;
import org.vmcore.debuginfo.Symbol.Placement;
import org.vmcore.debuginfo.SymbolTable;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.debuginfo.Variable;
import org.vmcore.elf.ElfFile;
import org.vmcore.elf.ElfSection;
import org.vmcore.io.Fault;
import org.vmcore.types.BaseTypeName;
import org.vmcore.types.EnumType;
import org.vmcore.types.FunctionType;
import org.vmcore.types.Type;

/**
 * Debug information from DWARF. Names are indexed when the file is opened, types read on demand.
 */
public final class Dwarf implements ListedDebugInfo {
  private static final String PER_CPU = ".data..percpu"; // linked at 0 on many x86-64 kernels

  private final Units units;
  private final DwarfNames names;
  private final DwarfTypes types;
  private final DwarfPlaces places;
  private final SymbolTable symbols;
  private final List<Fault> damage;
  private final boolean hasZero;
  private final Map<String, Long> baseTypes = new TreeMap<>();

  private Dwarf(
      Units units, DwarfNames names, SymbolTable symbols, List<Fault> damage, boolean hasZero) {
    this.damage = List.copyOf(damage);
    this.hasZero = hasZero;
    this.units = units;
    this.names = names;
    this.types = new DwarfTypes(units, names);
    this.places = new DwarfPlaces(units);
    this.symbols = symbols;
    for (long offset : names.baseTypes()) {
      baseTypes.putIfAbsent(BaseTypeName.canonical(names.nameAt(offset)), offset);
    }
  }

  /**
   * The debug information of a file; empty when it has none, as after {@code strip}.
   *
   * @param supplementary what dwz moved out of this file, where it did
   * @param symbols of the same file: for variables that no C file defines
   * @throws org.vmcore.io.MalformedInput when the sections contradict each other
   */
  public static Optional<Dwarf> of(
      ElfFile file, Optional<ElfFile> supplementary, SymbolTable symbols) {
    try (Indexing indexing = Indexing.of(file, supplementary, Optional.empty())) {
      return indexing.end(symbols);
    }
  }

  /**
   * The debug information of a file while other threads index it: something else can be read in the
   * meantime. To be closed, whether it came to its end or not.
   */
  public static final class Indexing implements AutoCloseable {
    private final ElfFile file;
    private final Optional<Units> units;
    private final Optional<DwarfIndexer> indexer;

    private Indexing(ElfFile file, Optional<Units> units) {
      this.file = file;
      this.units = units;
      this.indexer = units.map(DwarfIndexer::start);
    }

    /**
     * Begins; parameters and faults are those of {@link Dwarf#of}.
     *
     * @param split the {@code .dwp} with what is not in the file itself
     */
    public static Indexing of(
        ElfFile file, Optional<ElfFile> supplementary, Optional<ElfFile> split) {
      Optional<ElfSection> info = file.section(".debug_info").filter(s -> s.sizeBytes() > 0);
      return new Indexing(file, info.map(section -> units(file, supplementary, split)));
    }

    private static Units units(
        ElfFile file, Optional<ElfFile> supplementary, Optional<ElfFile> split) {
      DebugSections sections = new DebugSections(file, supplementary);
      return Units.read(sections, split.map(packed -> new SplitPackage(packed, sections)));
    }

    /** Waits for the index; parameters and faults are those of {@link Dwarf#of}. */
    public Optional<Dwarf> end(SymbolTable symbols) {
      return units.map(all -> indexed(all, indexer.orElseThrow().index(), symbols));
    }

    private Dwarf indexed(Units units, DwarfIndex index, SymbolTable symbols) {
      List<Fault> damage = new ArrayList<>(units.damage());
      damage.addAll(index.damage());
      if (index.size() == 0 && !damage.isEmpty()) {
        throw damage.get(0);
      }
      boolean perCpuAtZero =
          file.sections().stream().anyMatch(s -> s.name().equals(PER_CPU) && s.address() == 0);
      boolean hasZero = file.isRelocatable() || perCpuAtZero;
      return new Dwarf(units, new DwarfNames(units, index), symbols, damage, hasZero);
    }

    @Override
    public void close() {
      indexer.ifPresent(DwarfIndexer::close);
    }
  }

  /** Why parts of the file could not be read, in their order; empty for a whole file. */
  public List<Fault> damage() {
    return damage;
  }

  @Override
  public List<Definition> definitions(TypeKind kind, String name) {
    if (kind == TypeKind.BASE) {
      Long offset = baseTypes.get(BaseTypeName.canonical(name));
      return offset == null ? List.of() : List.of(definition(offset));
    }
    return Arrays.stream(names.definitions(IndexKind.of(kind), name))
        .mapToObj(this::definition)
        .toList();
  }

  private Definition definition(long offset) {
    return new Definition(types.at(offset), () -> places.of(offset));
  }

  @Override
  public List<Variable> variables(String name) {
    List<Variable> all = new ArrayList<>();
    for (IndexKind kind : List.of(IndexKind.EXTERNAL_VARIABLE, IndexKind.STATIC_VARIABLE)) {
      for (long offset : names.definitions(kind, name)) {
        Die die = units.die(offset);
        if (!isDropped(die)) {
          all.add(variable(name, die, kind));
        }
      }
    }
    return all.isEmpty() ? declared(name) : all;
  }

  /** Whether the linker dropped the section that it was in. */
  private boolean isDropped(Die die) {
    return die.address == 0 && !hasZero;
  }

  private Variable variable(String name, Die die, IndexKind kind) {
    long offset = die.offset;
    return new Variable(
        name,
        types.typeOf(names.typed(die)),
        die.address,
        kind == IndexKind.EXTERNAL_VARIABLE,
        () -> places.of(offset));
  }

  private List<Variable> declared(String name) {
    long[] declarations = names.definitions(IndexKind.DECLARED_VARIABLE, name);
    return declarations.length == 0
        ? List.of()
        : provided(name, types.typeOf(names.typed(units.die(declarations[0]))));
  }

  /** C only declares what the linker script or assembly defines; the symbol says where it is. */
  private List<Variable> provided(String name, Type type) {
    return symbols.byName(name).stream()
        .filter(symbol -> symbol.global() && symbol.placement() != Placement.ABSOLUTE)
        .limit(1)
        .map(symbol -> new Variable(name, type, symbol.value()))
        .toList();
  }

  @Override
  public void list(Listener listener) {
    baseTypes.values().forEach(offset -> listener.type(TypeKind.BASE, definition(offset)));
    new Listed(listener).all();
  }

  /** Goes through the units in their order, so that each is read once. */
  private final class Listed {
    private final Listener listener;
    private final Set<String> defined = new HashSet<>();
    private final Map<String, Type> declared = new LinkedHashMap<>();

    Listed(Listener listener) {
      this.listener = listener;
    }

    void all() {
      for (DwarfIndex.Entry entry : names.inOrder()) {
        one(entry.kind(), entry.offset());
      }
      declared.keySet().removeAll(defined);
      declared.forEach((name, type) -> provided(name, type).forEach(listener::variable));
    }

    private void one(IndexKind kind, long offset) {
      switch (kind) {
        case STRUCT -> listener.type(TypeKind.STRUCT, definition(offset));
        case UNION -> listener.type(TypeKind.UNION, definition(offset));
        case ENUM -> listener.type(TypeKind.ENUM, definition(offset));
        case TYPEDEF -> listener.type(TypeKind.TYPEDEF, definition(offset));
        case ENUMERATOR -> {
          if (types.at(offset) instanceof EnumType enumeration) {
            listener.constants(enumeration);
          }
        }
        case EXTERNAL_VARIABLE, STATIC_VARIABLE -> {
          Die die = units.die(offset);
          if (!isDropped(die)) {
            String name = names.named(die).name();
            defined.add(name);
            listener.variable(variable(name, die, kind));
          }
        }
        case DECLARED_VARIABLE -> {
          Die die = units.die(offset);
          declared.computeIfAbsent(names.named(die).name(), name -> types.typeOf(names.typed(die)));
        }
        case BASE, FUNCTION, DECLARED_FUNCTION -> {}
      }
    }
  }

  @Override
  public OptionalLong enumerator(String name) {
    return enumerationOf(name).map(e -> e.valueOf(name)).orElse(OptionalLong.empty());
  }

  @Override
  public Optional<EnumType> enumerationOf(String enumerator) {
    for (long offset : names.enumerations(enumerator)) {
      if (types.at(offset) instanceof EnumType type && type.valueOf(enumerator).isPresent()) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<FunctionType> function(String name) {
    for (IndexKind kind : List.of(IndexKind.FUNCTION, IndexKind.DECLARED_FUNCTION)) {
      for (long offset : names.definitions(kind, name)) {
        return types.functionAt(offset);
      }
    }
    return Optional.empty();
  }
}
