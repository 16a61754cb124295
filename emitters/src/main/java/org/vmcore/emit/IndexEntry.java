package org.vmcore.emit;

import java.util.List;

/**
 * One line of the index of emitters: class, method, path, enumerator, needs; separated by tabs.
 *
 * @param enumeratorClass empty for a single file
 */
record IndexEntry(
    String className, String methodName, String path, String enumeratorClass, List<String> needs) {
  private static final int FIELDS = 5;

  IndexEntry {
    needs = List.copyOf(needs);
  }

  String toLine() {
    return String.join("\t", className, methodName, path, enumeratorClass, String.join(",", needs));
  }

  static IndexEntry parse(String line) {
    String[] fields = line.split("\t", -1);
    if (fields.length != FIELDS) {
      throw new IllegalStateException("not a line of the index of emitters: " + line);
    }
    return new IndexEntry(
        fields[0],
        fields[1],
        fields[2],
        fields[3],
        fields[4].isEmpty() ? List.of() : List.of(fields[4].split(",")));
  }
}
