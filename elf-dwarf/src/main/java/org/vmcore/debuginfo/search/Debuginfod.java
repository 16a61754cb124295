package org.vmcore.debuginfo.search;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What the client of debuginfod fetched and kept, {@code debuginfod/debuginfod-client.c} of
 * elfutils: {@code <build-id>/debuginfo}. An empty file there says that no server had it.
 */
final class Debuginfod {
  private Debuginfod() {}

  /**
   * Folders that may hold what was fetched, in the client's order.
   *
   * @param environment a variable's value, or null
   */
  static List<Path> caches(UnaryOperator<String> environment) {
    List<Path> caches = new ArrayList<>();
    add(caches, environment.apply("DEBUGINFOD_CACHE_PATH"), "");
    add(caches, environment.apply("XDG_CACHE_HOME"), "debuginfod_client");
    add(caches, environment.apply("HOME"), ".cache/debuginfod_client");
    add(caches, environment.apply("HOME"), ".debuginfod_client_cache");
    return caches;
  }

  private static void add(List<Path> caches, String folder, String below) {
    if (folder != null && !folder.isEmpty()) {
      caches.add(Path.of(folder).resolve(below));
    }
  }

  static List<Path> files(Path cache, String buildId) {
    Path folder = cache.resolve(buildId);
    return List.of(folder.resolve("debuginfo"), folder.resolve("executable"));
  }
}
