package org.vmcore.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vmcore.debuginfo.search.DebugFolders;
import org.vmcore.debuginfo.search.KernelSearch;
import org.vmcore.dump.Dump;
import org.vmcore.dump.VmcoreInfo;

/**
 * Finds the debug information of a dump's kernel, where distributions put it: below the folders
 * given, beside the dump, where this machine has its own.
 */
final class VmlinuxSearch {
  private VmlinuxSearch() {}

  /** Loaded when there is something to say: the logging system takes its time to start. */
  private static final class Log {
    static final Logger LOG = LoggerFactory.getLogger(VmlinuxSearch.class);
  }

  /** Where to look for files of this dump's kernel and its modules. */
  static DebugFolders folders(List<Path> dumpFiles, List<String> given) {
    List<Path> first = new ArrayList<>();
    given.forEach(folder -> first.add(Path.of(folder)));
    first.add(dumpFiles.get(0).toAbsolutePath().getParent());
    return DebugFolders.standard(first);
  }

  /**
   * The first vmlinux that fits; empty when none does. Of a dump that does not say what its kernel
   * is, the one beside it: whether it fits is to be proved.
   */
  static Optional<Path> find(Dump dump, DebugFolders folders) {
    Optional<VmcoreInfo> info = dump.vmcoreInfo();
    Optional<String> buildId = info.flatMap(VmcoreInfo::buildId);
    KernelSearch.Result result =
        KernelSearch.find(folders, info.flatMap(i -> i.value("OSRELEASE")).orElse(""), buildId);
    if (result.file().isEmpty() && !result.others().isEmpty()) {
      KernelSearch.OtherBuild other = result.others().get(0);
      Log.LOG.warn(
          "{}: the crashed kernel has build-id {}, {} has {}; going on without it",
          dump.name(),
          buildId.orElse(""),
          other.file(),
          other.buildId());
    }
    return result.file();
  }
}
