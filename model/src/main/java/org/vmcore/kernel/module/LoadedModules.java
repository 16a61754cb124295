package org.vmcore.kernel.module;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.debuginfo.Variable;
import org.vmcore.dump.MemoryFault;
import org.vmcore.model.Malformed;
import org.vmcore.model.ModuleDebugInfo;
import org.vmcore.model.NoSuchMember;
import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;

/**
 * What the dump itself knows of its modules: symbols from their tables in memory, types from their
 * BTF. Needs no file of any module. What is not asked for is not read.
 */
public final class LoadedModules implements ModuleDebugInfo {
  private final Program kernel;
  private final List<LoadedModule> modules;
  private final Map<String, ModuleSymbols> symbols = new LinkedHashMap<>();
  private final TreeMap<Long, Placed> ranges = new TreeMap<>(Long::compareUnsigned);
  private volatile Map<String, Long> addresses;
  private volatile Map<String, DebugInfo> types;
  private boolean findingTypes;

  private record Placed(ModuleRange range, LoadedModule module) {}

  private LoadedModules(Program kernel, List<LoadedModule> modules) {
    this.kernel = kernel;
    this.modules = modules;
    for (LoadedModule module : modules) {
      for (ModuleRange range : module.memory()) {
        ranges.put(range.base(), new Placed(range, module));
      }
    }
  }

  /** For {@link Program}'s constructor. A damaged list of modules means that none is known. */
  public static ModuleDebugInfo of(Program kernel) {
    try {
      List<LoadedModule> modules =
          Modules.of(kernel).stream().sorted(Comparator.comparing(LoadedModule::name)).toList();
      return new LoadedModules(kernel, modules);
    } catch (MemoryFault | Malformed | NoSuchMember fault) {
      return NONE;
    }
  }

  @Override
  public <T> Optional<T> first(Function<DebugInfo, Optional<T>> lookUp) {
    for (DebugInfo info : types().values()) {
      Optional<T> found = lookUp.apply(info);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Map<String, DebugInfo> types() {
    Map<String, DebugInfo> known = types;
    return known != null ? known : findTypes();
  }

  /** To find types needs types: names asked for meanwhile are not those of modules. */
  private synchronized Map<String, DebugInfo> findTypes() {
    if (types == null) {
      if (findingTypes) {
        return Map.of();
      }
      findingTypes = true;
      try {
        types = ModuleTypes.of(kernel, this::address);
      } finally {
        findingTypes = false;
      }
    }
    return types;
  }

  @Override
  public Optional<Value> variable(Program program, String name) {
    return first(info -> info.variables(name).stream().findFirst())
        .map((Variable variable) -> program.object(variable.type(), variable.address()));
  }

  @Override
  public OptionalLong address(String symbol) {
    Long address = addresses().get(symbol);
    return address == null ? OptionalLong.empty() : OptionalLong.of(address);
  }

  private Map<String, Long> addresses() {
    Map<String, Long> known = addresses;
    if (known == null) {
      Map<String, Long> found = new HashMap<>();
      for (LoadedModule module : modules) {
        symbols(module).forEach(found::putIfAbsent);
      }
      addresses = found; // racing threads find the same
      known = found;
    }
    return known;
  }

  private ModuleSymbols symbols(LoadedModule module) {
    synchronized (symbols) {
      return symbols.computeIfAbsent(module.name(), name -> ModuleSymbols.asFarAsReadable(module));
    }
  }

  @Override
  public Optional<SymbolAt> symbolAt(long address) {
    Map.Entry<Long, Placed> below = ranges.floorEntry(address);
    if (below == null || !below.getValue().range().holds(address)) {
      return Optional.empty();
    }
    return symbols(below.getValue().module()).at(address, below.getValue().range());
  }
}
