package org.vmcore.debuginfo.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Folders below which debug information is searched, first to last, as distributions lay it out
 * there. Says what files there are, not whether they fit. Thread-safe.
 */
public final class DebugFolders {
  /** No folder: nothing is found. */
  public static final DebugFolders NONE = new DebugFolders(List.of(), List.of());

  private final List<Path> roots;
  private final List<Path> caches;
  private final Map<String, ModuleTree> modules = new ConcurrentHashMap<>();

  private DebugFolders(List<Path> given, List<Path> caches) {
    List<Path> all = new ArrayList<>();
    for (Path root : given) {
      Layout.roots().forEach(below -> all.add(root.resolve(below)));
    }
    this.roots = List.copyOf(new LinkedHashSet<>(all));
    this.caches = List.copyOf(caches);
  }

  /** These folders, and no others. */
  public static DebugFolders of(List<Path> roots) {
    return new DebugFolders(roots, List.of());
  }

  /** These folders, then {@code /usr/lib/debug} and where kernels built here are, then caches. */
  public static DebugFolders standard(List<Path> first) {
    return standard(first, System::getenv);
  }

  static DebugFolders standard(List<Path> first, UnaryOperator<String> environment) {
    List<Path> roots = new ArrayList<>(first);
    roots.add(Path.of("/usr/lib/debug"));
    roots.add(Path.of("/"));
    return new DebugFolders(roots, Debuginfod.caches(environment));
  }

  /**
   * Files that are filed by this build id: with debug information first, stripped ones last.
   *
   * @param buildId in hex digits
   */
  public List<Path> byBuildId(String buildId) {
    if (!buildId.matches("[0-9a-fA-F]{4,128}")) {
      return List.of(); // it comes from a dump
    }
    String id = buildId.toLowerCase(Locale.ROOT);
    List<Path> files = new ArrayList<>();
    for (Path root : roots) {
      Path folder = root.resolve(".build-id").resolve(id.substring(0, 2));
      files.add(folder.resolve(id.substring(2) + ".debug"));
      files.add(folder.resolve(id.substring(2)));
    }
    caches.forEach(cache -> files.addAll(Debuginfod.files(cache, id)));
    return there(files.stream());
  }

  /** Files that may be the kernel of this release, by their name alone. */
  public List<Path> kernels(String release) {
    return there(
        roots.stream().flatMap(root -> Layout.kernels(release).stream().map(root::resolve)));
  }

  /**
   * Files that may be this module of a kernel of this release, by their name alone; those with
   * debug information in a file of their own first.
   *
   * @param module as the kernel names it, with underscores
   */
  public List<Path> modules(String release, String module) {
    return modules
        .computeIfAbsent(release, r -> ModuleTree.of(roots, Layout.moduleTrees(r)))
        .files(module);
  }

  /** The file that another one names, relative to a root: {@code boot/vmlinux-6.1.debug}. */
  List<Path> below(String path) {
    return there(roots.stream().map(root -> root.resolve(path)));
  }

  /** Files that exist and are not empty, each once. */
  static List<Path> there(Stream<Path> candidates) {
    Set<Path> found = new LinkedHashSet<>();
    candidates.filter(DebugFolders::isThere).forEach(found::add);
    return List.copyOf(found);
  }

  private static boolean isThere(Path file) {
    try {
      return Files.isRegularFile(file) && Files.size(file) > 0;
    } catch (IOException e) {
      return false;
    }
  }
}
