package org.vmcore.kernel.module;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.vmcore.debuginfo.ModuleFile;
import org.vmcore.debuginfo.ModuleFile.SectionSymbol;
import org.vmcore.dump.MemoryFault;
import org.vmcore.model.Malformed;

/**
 * Where the sections of a module are: as sysfs knows them, or where that is lost, as its symbols in
 * memory and in its file tell together. Sections that only starting needed are nowhere: something
 * else may be there now. Immutable.
 */
final class ModulePlacement {
  private static final String PER_CPU = ".data..percpu";

  private final Map<String, Long> addresses = new HashMap<>();

  private ModulePlacement() {}

  /**
   * @param symbols the module's, as it keeps them in memory
   */
  static ModulePlacement of(LoadedModule module, ModuleFile file, ModuleSymbols symbols) {
    ModulePlacement placement = new ModulePlacement();
    List<ModuleRange> kept = module.memory().stream().filter(range -> !range.init()).toList();
    Map<String, Long> found = inSysfs(module);
    if (found.isEmpty()) {
      found = bySymbols(file, symbols);
    }
    found.forEach(
        (name, address) -> {
          if (kept.stream().anyMatch(range -> range.holds(address))) {
            placement.addresses.put(name, address);
          }
        });
    placement.addPerCpu(module);
    return placement;
  }

  private static Map<String, Long> inSysfs(LoadedModule module) {
    Map<String, Long> found = new HashMap<>();
    try {
      for (ModuleSections.Section section : ModuleSections.of(module)) {
        found.putIfAbsent(section.name(), section.address());
      }
    } catch (MemoryFault | Malformed fault) {
      found.clear(); // the symbols may tell more
    }
    return found;
  }

  /** For each section what most of its symbols agree on: static ones may share a name. */
  private static Map<String, Long> bySymbols(ModuleFile file, ModuleSymbols symbols) {
    Map<String, Long> inMemory = new HashMap<>();
    symbols.forEach(inMemory::putIfAbsent);
    Map<String, Map<Long, Integer>> votes = new HashMap<>();
    for (SectionSymbol symbol : file.sectionSymbols()) {
      Long address = inMemory.get(symbol.name());
      if (address != null) {
        votes
            .computeIfAbsent(symbol.section(), name -> new HashMap<>())
            .merge(address - symbol.offset(), 1, Integer::sum);
      }
    }
    Map<String, Long> found = new HashMap<>();
    votes.forEach(
        (section, bases) ->
            found.put(
                section, Collections.max(bases.entrySet(), Map.Entry.comparingByValue()).getKey()));
    return found;
  }

  /** {@code module.percpu}: an offset from each CPU's own base, which sysfs does not list. */
  private void addPerCpu(LoadedModule module) {
    if (module.value().has("percpu") && !module.value().field("percpu").isNull()) {
      addresses.put(PER_CPU, module.value().field("percpu").asLong());
    }
  }

  OptionalLong addressOf(String section) {
    Long address = addresses.get(section);
    return address == null ? OptionalLong.empty() : OptionalLong.of(address);
  }
}
