package org.vmcore.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.dump.Dump;
import org.vmcore.dump.Dumps;
import org.vmcore.dump.VmcoreInfo;
import org.vmcore.elf.ElfFile;
import org.vmcore.io.Fault;
import org.vmcore.io.FileSource;

/**
 * Finds the vmlinux of a dump by its build-id, where distributions put them: below the folders
 * given, beside the dump, below {@code /usr/lib/debug}.
 */
final class VmlinuxSearch {
  private VmlinuxSearch() {}

  /**
   * The first file that fits; empty when none does.
   *
   * @throws Fault when the dump cannot be opened
   */
  static Optional<Path> find(List<Path> dumpFiles, List<String> folders) {
    VmcoreInfo info;
    try (Dump dump = Dumps.open(dumpFiles)) {
      if (dump.vmcoreInfo().isEmpty()) {
        return Optional.empty();
      }
      info = dump.vmcoreInfo().get();
    }
    String release = info.value("OSRELEASE").orElse("");
    Optional<String> buildId = info.buildId();
    for (Path candidate : candidates(dumpFiles.get(0), folders, release, buildId)) {
      if (Files.isRegularFile(candidate) && fits(candidate, buildId)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static List<Path> candidates(
      Path dump, List<String> folders, String release, Optional<String> buildId) {
    List<Path> roots = new ArrayList<>();
    folders.forEach(folder -> roots.add(Path.of(folder)));
    roots.add(dump.toAbsolutePath().getParent());
    roots.add(Path.of("/usr/lib/debug"));
    List<Path> candidates = new ArrayList<>();
    for (Path root : roots) {
      if (buildId.isPresent() && buildId.get().matches("[0-9a-fA-F]{4,}")) {
        String id = buildId.get();
        candidates.add(
            root.resolve(".build-id")
                .resolve(id.substring(0, 2))
                .resolve(id.substring(2) + ".debug"));
      }
      candidates.add(root.resolve("vmlinux"));
      if (release.matches("[A-Za-z0-9._+~-]+")) { // it comes from the dump
        candidates.add(root.resolve("vmlinux-" + release));
        candidates.add(root.resolve("boot").resolve("vmlinux-" + release));
        candidates.add(root.resolve("lib/modules").resolve(release).resolve("vmlinux"));
        candidates.add(root.resolve("usr/lib/modules").resolve(release).resolve("vmlinux"));
      }
    }
    return candidates;
  }

  private static boolean fits(Path candidate, Optional<String> buildId) {
    FileSource source = null;
    try {
      source = FileSource.open(candidate);
      ElfFile file = ElfFile.open(source);
      boolean described = file.section(".debug_info").isPresent();
      Optional<String> found = file.buildId();
      return described
          && (found.isEmpty() || buildId.isEmpty() || found.get().equalsIgnoreCase(buildId.get()));
    } catch (Fault fault) {
      return false; // the next one may be better
    } finally {
      if (source != null) {
        source.close();
      }
    }
  }
}
