package org.vmcore.pipeline;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vmcore.debuginfo.search.DebugFolders;
import org.vmcore.emit.Registry;
import org.vmcore.emit.Selection;
import org.vmcore.io.Fault;
import org.vmcore.kernel.module.LoadedModules;
import org.vmcore.kernel.recovery.RecoveredSymbols;
import org.vmcore.model.Kernels;
import org.vmcore.model.Program;

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
      return new KernelReport(kernel, registry(), selection);
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
    DebugFolders folders = VmlinuxSearch.folders(request.dumpFiles(), request.debugInfoFolders());
    Kernels kernels =
        options.applied(
            Kernels.withModules(LoadedModules::of)
                .recovering(RecoveredSymbols.rounds())
                .withFolders(folders));
    Optional<Path> vmlinux =
        request.vmlinux().isEmpty()
            ? VmlinuxSearch.find(request.dumpFiles(), options.opening(), folders)
            : Optional.of(Path.of(request.vmlinux()));
    return vmlinux.isPresent()
        ? kernels.open(request.dumpFiles(), vmlinux.get())
        : kernels.open(request.dumpFiles());
  }

  /** All emitters, those of jars beside this tool included. */
  public static Registry registry() {
    return Registry.load(KernelReports.class.getClassLoader());
  }
}
