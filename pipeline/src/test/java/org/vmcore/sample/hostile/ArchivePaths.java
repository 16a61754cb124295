package org.vmcore.sample.hostile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vmcore.emit.EmittedFile;

/** Looks whether an archive of these files stays where it is unpacked. */
final class ArchivePaths {
  private static final int MAX_SEGMENT_BYTES = 255;

  private final Set<String> links = new HashSet<>();
  private final Set<String> seen = new HashSet<>();
  private final List<String> paths = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();

  void add(EmittedFile file) {
    String path = file.path();
    if (!seen.add(path)) {
      wrong.add("stands twice: " + quoted(path));
    }
    paths.add(path);
    if (!isPlain(path)) {
      wrong.add("no plain path: " + quoted(path));
    }
    file.linkTarget()
        .ifPresent(
            target -> {
              links.add(path);
              if (target.isEmpty() || target.indexOf('\0') >= 0 || leaves(path, target)) {
                wrong.add("link " + quoted(path) + " leads to " + quoted(target));
              }
            });
  }

  /** What is wrong with the paths, and files that would be written through a link. */
  List<String> wrong() {
    List<String> all = new ArrayList<>(wrong);
    for (String path : paths) {
      for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
        if (links.contains(path.substring(0, slash))) {
          all.add(quoted(path) + " lies behind a link");
        }
      }
    }
    return all;
  }

  private static boolean isPlain(String path) {
    for (String segment : path.split("/", -1)) {
      if (segment.isEmpty()
          || segment.equals(".")
          || segment.equals("..")
          || segment.length() > MAX_SEGMENT_BYTES) {
        return false;
      }
    }
    return path.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }

  /** Whether a relative link leads out of the archive; absolute ones are the dead machine's. */
  private static boolean leaves(String path, String target) {
    if (target.startsWith("/")) {
      return false;
    }
    int depth = (int) path.chars().filter(c -> c == '/').count();
    for (String segment : target.split("/")) {
      if (segment.equals("..")) {
        depth--;
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        depth++;
      }
      if (depth < 0) {
        return true;
      }
    }
    return false;
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("'");
    text.chars()
        .forEach(
            c ->
                quoted.append(
                    c >= ' ' && c < 0x7f ? String.valueOf((char) c) : "\\" + Integer.toString(c)));
    return quoted.append("'").toString();
  }
}
