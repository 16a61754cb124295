package org.vmcore.pipeline;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vmcore.debuginfo.KernelImage;
import org.vmcore.debuginfo.search.DebugFolders;
import org.vmcore.dump.Dump;
import org.vmcore.dump.VmcoreInfo;
import org.vmcore.emit.Registry;
import org.vmcore.emit.Selection;
import org.vmcore.io.Fault;
import org.vmcore.io.Unsupported;
import org.vmcore.kernel.module.LoadedModules;
import org.vmcore.kernel.recovery.RecoveredSymbols;
import org.vmcore.model.Kernels;
import org.vmcore.model.Program;
import org.vmcore.recovery.Recovery;
import org.vmcore.store.ImageStore;

/**
 * Opens real dumps.
 *
 * @param only plugins or beginnings of paths, these alone if not empty
 * @param skip plugins or beginnings of paths to leave out
 * @param options what is done on request alone
 */
public record KernelReports(List<String> only, List<String> skip, OpenOptions options)
    implements ReportSource {
  private static final long serialVersionUID = 1L;

  @Override
  public OpenReport open(DumpRequest request) {
    Selection selection = new Selection(Set.copyOf(only), Set.copyOf(skip));
    Program kernel = program(request);
    try {
      if (!options.force()) {
        CrashFactsOf.checkIdentity(kernel);
      }
      return new KernelReport(kernel, registry(), selection, options.budgetFactor());
    } catch (Fault fault) {
      kernel.dump().close();
      throw fault;
    }
  }

  /**
   * Joins a dump with its vmlinux, which is searched for when none is named. Where there is none
   * the kernel's own symbols and types must do.
   */
  public Program program(DumpRequest request) {
    Dump dump = dump(request);
    try {
      return program(request, dump);
    } catch (Fault fault) {
      dump.close();
      throw fault;
    }
  }

  /**
   * Opens a dump alone. Without a vmlinux the kernel's own text says which one to search for, so
   * that it is looked for in memory where the container does not have it.
   *
   * @throws Fault when its files cannot be opened, or its memory looks encrypted
   */
  public Dump dump(DumpRequest request) {
    Dump dump = kernels(folders(request)).dump(request.dumpFiles());
    try {
      return request.vmlinux().isEmpty() ? Recovery.withOwnText(dump) : dump;
    } catch (Fault fault) {
      dump.close();
      throw fault;
    }
  }

  private static DebugFolders folders(DumpRequest request) {
    return VmlinuxSearch.folders(request.dumpFiles(), request.debugInfoFolders());
  }

  private Kernels kernels(DebugFolders folders) {
    return options.applied(
        Kernels.withModules(LoadedModules.withFiles(folders))
            .recovering(RecoveredSymbols.rounds())
            .withFolders(folders));
  }

  /** As above, for a dump that {@link #dump} opened. */
  public Program program(DumpRequest request, Dump dump) {
    DebugFolders folders = folders(request);
    Kernels kernels = kernels(folders);
    Optional<Path> vmlinux =
        request.vmlinux().isEmpty()
            ? VmlinuxSearch.find(dump, folders)
            : Optional.of(Path.of(request.vmlinux()));
    Optional<String> buildId = dump.vmcoreInfo().flatMap(VmcoreInfo::buildId);
    Optional<KernelImage> image = images().image(buildId, vmlinux, folders);
    if (image.isEmpty()) {
      return kernels.open(dump);
    }
    try {
      return kernels.open(dump, image.get());
    } catch (Unsupported another) {
      boolean guessed = request.vmlinux().isEmpty() && dump.vmcoreInfo().isEmpty();
      if (guessed) {
        return kernels.open(dump); // the vmlinux beside the dump is of another kernel
      }
      throw another;
    }
  }

  private ImageStore images() {
    return options.cacheFolder().isEmpty()
        ? ImageStore.withoutCache()
        : ImageStore.in(Path.of(options.cacheFolder()));
  }

  /** All emitters, those of jars beside this tool included. */
  public static Registry registry() {
    return Registry.load(KernelReports.class.getClassLoader());
  }
}
