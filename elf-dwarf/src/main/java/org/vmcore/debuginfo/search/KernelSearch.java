package org.vmcore.debuginfo.search;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vmcore.elf.ElfFile;
import org.vmcore.io.Fault;
import org.vmcore.io.FileSource;

/**
 * Finds the file with a kernel's debug information: by build id, then by where distributions put
 * it. A file of another build is never taken.
 */
public final class KernelSearch {
  private final DebugFolders folders;
  private final Optional<String> buildId;
  private final List<OtherBuild> others = new ArrayList<>();

  /** A file that bears the kernel's name and is of another build. */
  public record OtherBuild(Path file, String buildId) {}

  /** What was found, and what was passed over for being of another build. */
  public record Result(Optional<Path> file, List<OtherBuild> others) {
    public Result {
      others = List.copyOf(others);
    }
  }

  private KernelSearch(DebugFolders folders, Optional<String> buildId) {
    this.folders = folders;
    this.buildId = buildId;
  }

  /**
   * @param release {@code uname -r} of the kernel; empty where it is not known
   * @param buildId in hex digits; without one any kernel of the release will do
   */
  public static Result find(DebugFolders folders, String release, Optional<String> buildId) {
    KernelSearch search = new KernelSearch(folders, buildId);
    List<Path> filed = buildId.map(folders::byBuildId).orElse(List.of());
    Optional<Path> found =
        Stream.concat(filed.stream(), folders.kernels(release).stream())
            .flatMap(candidate -> search.described(candidate).stream())
            .findFirst();
    return new Result(found, search.others);
  }

  /** The candidate, or the file it links to, when it has debug information of this build. */
  private Optional<Path> described(Path candidate) {
    try (FileSource source = FileSource.open(candidate)) {
      ElfFile file = ElfFile.open(source);
      if (!isOfThisBuild(candidate, file)) {
        return Optional.empty();
      }
      return file.section(".debug_info").isPresent()
          ? Optional.of(candidate)
          : DebugLink.of(file).flatMap(link -> linked(candidate, file, link));
    } catch (Fault fault) {
      return Optional.empty(); // the next one may be better
    }
  }

  private boolean isOfThisBuild(Path candidate, ElfFile file) {
    Optional<String> found = file.buildId();
    if (found.isEmpty() || buildId.isEmpty() || found.get().equalsIgnoreCase(buildId.get())) {
      return true;
    }
    others.add(new OtherBuild(candidate, found.get()));
    return false;
  }

  /** Build ids say whether two files belong together; the sum does where there is none. */
  private Optional<Path> linked(Path stripped, ElfFile file, DebugLink link) {
    return link.candidates(stripped, folders)
        .filter(path -> file.buildId().isPresent() ? hasBuildId(path, file) : link.isSumOf(path))
        .findFirst();
  }

  private static boolean hasBuildId(Path path, ElfFile stripped) {
    try (FileSource source = FileSource.open(path)) {
      ElfFile file = ElfFile.open(source);
      return file.section(".debug_info").isPresent() && file.buildId().equals(stripped.buildId());
    } catch (Fault fault) {
      return false;
    }
  }
}
