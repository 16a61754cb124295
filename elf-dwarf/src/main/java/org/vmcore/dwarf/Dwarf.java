package org.vmcore.dwarf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.debuginfo.Variable;
import org.vmcore.elf.ElfFile;
import org.vmcore.elf.ElfSection;
import org.vmcore.types.BaseTypeName;
import org.vmcore.types.EnumType;
import org.vmcore.types.FunctionType;
import org.vmcore.types.Type;

/**
 * Debug information from DWARF. Names are indexed when the file is opened, types read on demand.
 */
public final class Dwarf implements DebugInfo {
  private final DwarfNames names;
  private final DwarfTypes types;
  private final Map<String, Long> baseTypes = new TreeMap<>();

  private Dwarf(DwarfNames names, DwarfTypes types) {
    this.names = names;
    this.types = types;
    for (long offset : names.baseTypes()) {
      baseTypes.putIfAbsent(BaseTypeName.canonical(names.nameAt(offset)), offset);
    }
  }

  /**
   * The debug information of a file; empty when it has none, as after {@code strip}.
   *
   * @throws org.vmcore.io.MalformedInput when the sections contradict each other
   */
  public static Optional<Dwarf> of(ElfFile file) {
    Optional<ElfSection> info = file.section(".debug_info");
    if (info.isEmpty() || info.get().sizeBytes() == 0) {
      return Optional.empty();
    }
    DebugSections sections = new DebugSections(file, info.get());
    Units units = Units.read(sections.info(), sections.order());
    DwarfIndex index = new DwarfIndexer(sections, units).index();
    DwarfNames names = new DwarfNames(sections, units, index);
    return Optional.of(new Dwarf(names, new DwarfTypes(sections, units, names)));
  }

  @Override
  public Optional<Type> type(TypeKind kind, String name) {
    List<Type> all = types(kind, name);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(0));
  }

  @Override
  public List<Type> types(TypeKind kind, String name) {
    if (kind == TypeKind.BASE) {
      Long offset = baseTypes.get(BaseTypeName.canonical(name));
      return offset == null ? List.of() : List.of(types.at(offset));
    }
    List<Type> all = new ArrayList<>();
    for (long offset : names.definitions(IndexKind.of(kind), name)) {
      all.add(types.at(offset));
    }
    return all;
  }

  @Override
  public List<Variable> variables(String name) {
    List<Variable> all = new ArrayList<>();
    for (IndexKind kind :
        new IndexKind[] {IndexKind.EXTERNAL_VARIABLE, IndexKind.STATIC_VARIABLE}) {
      for (long offset : names.definitions(kind, name)) {
        Die die = names.die(offset);
        all.add(new Variable(name, types.referred(names.typed(die).type), die.address));
      }
    }
    return all;
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
    for (long offset : names.definitions(IndexKind.FUNCTION, name)) {
      return types.functionAt(offset);
    }
    return Optional.empty();
  }
}
