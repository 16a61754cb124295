package org.vmcore.kernel.module;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.debuginfo.Variable;
import org.vmcore.debuginfo.search.DebugFolders;
import org.vmcore.dump.MemoryFault;
import org.vmcore.model.Malformed;
import org.vmcore.model.ModuleDebugInfo;
import org.vmcore.model.NoSuchMember;
import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;

/**
 * What is known of the loaded modules: symbols from their tables in memory, types from their BTF.
 * Needs no file of any module; where there is one of the same build, it knows more. What is not
 * asked for is not read.
 */
public final class LoadedModules implements ModuleDebugInfo {
  private static final int MAX_NAMES = 1 << 16; // those asked for stand in our code, mostly

  private final Program kernel;
  private final List<LoadedModule> modules;
  private final Map<String, ModuleSymbols> symbols = new LinkedHashMap<>();
  private final Map<String, ModuleSymbols> symbolsOfFiles = new ConcurrentHashMap<>();
  private final TreeMap<Long, Placed> ranges = new TreeMap<>(Long::compareUnsigned);
  private final Map<String, List<LoadedModule>> defining = new ConcurrentHashMap<>();
  private final ModuleFiles files;
  private volatile Map<String, Defined> addresses;
  private volatile Map<String, DebugInfo> types;
  private boolean findingTypes;

  private record Placed(ModuleRange range, LoadedModule module) {}

  private record Defined(long address, LoadedModule module) {}

  private LoadedModules(Program kernel, List<LoadedModule> modules, DebugFolders folders) {
    this.kernel = kernel;
    this.modules = modules;
    this.files = new ModuleFiles(kernel, folders, this::symbolsInMemory);
    for (LoadedModule module : modules) {
      for (ModuleRange range : module.memory()) {
        ranges.put(range.base(), new Placed(range, module));
      }
    }
  }

  /** For {@link Program}'s constructor: what the dump itself knows. */
  public static ModuleDebugInfo of(Program kernel) {
    return of(kernel, DebugFolders.NONE);
  }

  /** As above, with the modules' files below some folders. */
  public static Function<Program, ModuleDebugInfo> withFiles(DebugFolders folders) {
    return kernel -> of(kernel, folders);
  }

  /** A damaged list of modules means that none is known. */
  private static ModuleDebugInfo of(Program kernel, DebugFolders folders) {
    try {
      List<LoadedModule> modules =
          Modules.of(kernel).stream().sorted(Comparator.comparing(LoadedModule::name)).toList();
      return new LoadedModules(kernel, modules, folders);
    } catch (MemoryFault | Malformed | NoSuchMember fault) {
      return NONE;
    }
  }

  /** Those first whose types are in memory: they need no file. */
  @Override
  public <T> Optional<T> first(String name, Function<DebugInfo, Optional<T>> lookUp) {
    Map<String, DebugInfo> inMemory = types();
    for (DebugInfo info : inMemory.values()) {
      Optional<T> found = lookUp.apply(info);
      if (found.isPresent()) {
        return found;
      }
    }
    if (types == null) {
      return Optional.empty(); // they are being found
    }
    return defining(name, inMemory.keySet()).stream()
        .flatMap(module -> files.debugInfo(module).stream())
        .flatMap(info -> lookUp.apply(info).stream())
        .findFirst();
  }

  /** Modules in whose files a name occurs. */
  private List<LoadedModule> defining(String name, Set<String> inMemory) {
    List<LoadedModule> known = defining.get(name);
    if (known == null) {
      known =
          modules.stream()
              .filter(module -> !inMemory.contains(module.name()))
              .filter(module -> files.mayDefine(module, name))
              .toList();
      if (defining.size() < MAX_NAMES) {
        defining.put(name, known); // racing threads find the same
      }
    }
    return known;
  }

  @Override
  public List<DebugInfo> of(String module) {
    List<DebugInfo> sources = new ArrayList<>();
    modules.stream()
        .filter(loaded -> loaded.name().equals(module))
        .forEach(loaded -> files.debugInfo(loaded).ifPresent(sources::add));
    Optional.ofNullable(types().get(module)).ifPresent(sources::add);
    return sources;
  }

  @Override
  public List<String> warnings() {
    List<String> passedOver = files.passedOver(modules);
    return passedOver.isEmpty()
        ? List.of()
        : List.of("files of other builds than those loaded are not used: " + passedOver);
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
    return first(name, info -> info.variable(name))
        .or(() -> inFile(name))
        .map((Variable variable) -> program.object(variable.type(), variable.address()));
  }

  /** Types in memory are those of few variables: the file of the module that has it knows. */
  private Optional<Variable> inFile(String name) {
    Defined defined = addresses().get(name);
    return defined == null
        ? Optional.empty()
        : Optional.of(defined.module())
            .filter(module -> files.mayDefine(module, name))
            .flatMap(files::debugInfo)
            .flatMap(info -> info.variable(name));
  }

  @Override
  public OptionalLong address(String symbol) {
    Defined defined = addresses().get(symbol);
    return defined == null ? OptionalLong.empty() : OptionalLong.of(defined.address());
  }

  private Map<String, Defined> addresses() {
    Map<String, Defined> known = addresses;
    if (known == null) {
      Map<String, Defined> found = new HashMap<>();
      for (LoadedModule module : modules) {
        symbols(module)
            .forEach((name, address) -> found.putIfAbsent(name, new Defined(address, module)));
      }
      addresses = found; // racing threads find the same
      known = found;
    }
    return known;
  }

  private ModuleSymbols symbols(LoadedModule module) {
    ModuleSymbols inMemory = symbolsInMemory(module);
    if (!inMemory.isEmpty()) {
      return inMemory;
    }
    ModuleSymbols known = symbolsOfFiles.get(module.name());
    if (known == null) {
      known = files.of(module).map(file -> ModuleSymbols.of(module, file)).orElse(inMemory);
      symbolsOfFiles.put(module.name(), known); // racing threads find the same
    }
    return known;
  }

  private ModuleSymbols symbolsInMemory(LoadedModule module) {
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
