package org.vmcore.kernel.module;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.vmcore.btf.Btf;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.debuginfo.ModuleFile;
import org.vmcore.debuginfo.search.DebugFolders;
import org.vmcore.dump.MemoryFault;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.UnreadableFile;
import org.vmcore.io.Unsupported;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;

/**
 * The files of the loaded modules: each is looked for when first asked for, taken only when it is
 * of the build that was loaded, and indexed when its types are. Thread-safe.
 */
final class ModuleFiles {
  private final Program kernel;
  private final DebugFolders folders;
  private final Function<LoadedModule, ModuleSymbols> symbols;
  private final Map<String, Optional<ModuleFile>> files = new HashMap<>();
  private final Set<String> passedOver = new TreeSet<>();
  private final Set<String> unreadable = ConcurrentHashMap.newKeySet();
  private boolean finding;
  private Optional<Btf> kernelTypes = Optional.empty();
  private boolean findingKernelTypes;

  /**
   * @param symbols of a module, as it keeps them in memory
   */
  ModuleFiles(Program kernel, DebugFolders folders, Function<LoadedModule, ModuleSymbols> symbols) {
    this.kernel = kernel;
    this.folders = folders;
    this.symbols = symbols;
  }

  /** To find a file needs types: those asked for meanwhile are not those of modules. */
  synchronized Optional<ModuleFile> of(LoadedModule module) {
    if (finding || folders == DebugFolders.NONE) {
      return Optional.empty();
    }
    finding = true;
    try {
      return files.computeIfAbsent(module.name(), name -> findAsFarAsReadable(module));
    } finally {
      finding = false;
    }
  }

  private Optional<ModuleFile> findAsFarAsReadable(LoadedModule module) {
    try {
      return find(module);
    } catch (MemoryFault | Malformed fault) {
      return Optional.empty(); // its structure does not say what it was
    }
  }

  private Optional<ModuleFile> find(LoadedModule module) {
    ModuleIdentity identity = new ModuleIdentity(module);
    List<Path> candidates = new ArrayList<>();
    identity.buildId().ifPresent(id -> candidates.addAll(folders.byBuildId(id)));
    candidates.addAll(folders.modules(release(), module.name()));
    Optional<ModuleFile> stripped = Optional.empty();
    for (Path candidate : candidates) {
      Optional<ModuleFile> fitting = opened(candidate, identity);
      if (fitting.filter(ModuleFile::isDescribed).isPresent()) {
        return fitting.map(file -> placed(file, module));
      }
      stripped = stripped.or(() -> fitting);
    }
    if (!candidates.isEmpty() && stripped.isEmpty()) {
      passedOver.add(module.name());
    }
    return stripped.map(file -> placed(file, module));
  }

  private String release() {
    Optional<String> told = kernel.dump().vmcoreInfo().flatMap(info -> info.value("OSRELEASE"));
    return told.or(
            () -> kernel.findSymbol("init_uts_ns").map(ns -> ns.at("name.release").asString()))
        .orElse("");
  }

  private Optional<ModuleFile> opened(Path candidate, ModuleIdentity identity) {
    try {
      ModuleFile file = ModuleFile.open(candidate, folders);
      return identity.isOf(file) ? Optional.of(file) : Optional.empty();
    } catch (MalformedInput | Unsupported | UnreadableFile fault) {
      return Optional.empty(); // the next one may be better
    }
  }

  private ModuleFile placed(ModuleFile file, LoadedModule module) {
    ModulePlacement placement = ModulePlacement.of(module, file, symbols.apply(module));
    return file.placedAt(placement::addressOf);
  }

  /** Types and variables of a module from its file; empty where that has none that can be read. */
  Optional<DebugInfo> debugInfo(LoadedModule module) {
    if (unreadable.contains(module.name())) {
      return Optional.empty(); // what is in memory must do
    }
    try {
      return of(module).flatMap(file -> file.debugInfo().or(() -> btf(file)));
    } catch (MalformedInput | Unsupported | UnreadableFile fault) {
      unreadable.add(module.name());
      return Optional.empty();
    }
  }

  private Optional<DebugInfo> btf(ModuleFile file) {
    return file.hasBtf() ? kernelTypes().flatMap(file::btf) : Optional.empty();
  }

  /** The kernel's BTF, which modules refer to; to find it needs types that are not in modules. */
  private synchronized Optional<Btf> kernelTypes() {
    if (kernelTypes.isEmpty() && !findingKernelTypes) {
      findingKernelTypes = true;
      kernelTypes = ModuleTypes.base(kernel);
    }
    return kernelTypes;
  }

  /** Those modules of which there are files, but none of the build that was loaded. */
  synchronized List<String> passedOver(List<LoadedModule> modules) {
    modules.forEach(this::of);
    return List.copyOf(passedOver);
  }

  /** Whether a name occurs in the file of a module; without one it does not. */
  boolean mayDefine(LoadedModule module, String name) {
    try {
      return of(module).filter(file -> file.mayDefine(name)).isPresent();
    } catch (MalformedInput | Unsupported | UnreadableFile fault) {
      return false;
    }
  }
}
