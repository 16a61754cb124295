package org.vmcore.debuginfo.search;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The files of modules below some folders, by the module's name. Immutable. */
final class ModuleTree {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_FILES = 1 << 20;
  private static final String SUFFIX = ".ko";

  /** Files with debug information alone before whole modules; {@code x.ko.zst.debug} is one too. */
  private static final List<String> SUFFIXES =
      List.of(".debug", SUFFIX, ".ko.gz", ".ko.xz", ".ko.zst");

  private final Map<String, List<Path>> byName = new HashMap<>();
  private int nrFiles;

  private ModuleTree() {}

  /**
   * @param trees below each root: folders that are searched with all that is below them
   */
  static ModuleTree of(List<Path> roots, List<String> trees) {
    ModuleTree tree = new ModuleTree();
    for (Path root : roots) {
      trees.forEach(below -> tree.add(root.resolve(below), MAX_DEPTH));
      tree.add(root, 1);
    }
    return tree;
  }

  /** What cannot be read there is not there. Links that lead in circles are followed once. */
  private void add(Path folder, int depth) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Map<String, List<Path>> found = new HashMap<>();
    try {
      Files.walkFileTree(
          folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), depth, new Collector(found));
    } catch (IOException e) {
      return; // those of the next folder
    }
    for (Map.Entry<String, List<Path>> module : found.entrySet()) {
      module.getValue().sort(Comparator.comparingInt(ModuleTree::rank).thenComparing(p -> p));
      byName.computeIfAbsent(module.getKey(), n -> new ArrayList<>()).addAll(module.getValue());
    }
  }

  private final class Collector extends SimpleFileVisitor<Path> {
    private final Map<String, List<Path>> found;

    Collector(Map<String, List<Path>> found) {
      this.found = found;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (++nrFiles > MAX_FILES) {
        return FileVisitResult.TERMINATE;
      }
      if (attributes.isRegularFile() && rank(file) < SUFFIXES.size()) {
        found.computeIfAbsent(moduleOf(file), n -> new ArrayList<>()).add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult.CONTINUE;
    }
  }

  private static int rank(Path file) {
    String name = file.getFileName().toString();
    if (!name.contains(SUFFIX)) {
      return SUFFIXES.size();
    }
    for (int i = 0; i < SUFFIXES.size(); i++) {
      if (name.endsWith(SUFFIXES.get(i))) {
        return i;
      }
    }
    return SUFFIXES.size();
  }

  /** {@code snd-hda-intel.ko.debug} is {@code snd_hda_intel}. */
  private static String moduleOf(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.indexOf(SUFFIX)).replace('-', '_');
  }

  List<Path> files(String module) {
    return byName.getOrDefault(module, List.of());
  }
}
