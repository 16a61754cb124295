package org.vmcore.dump;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What makedumpfile was told to erase from a dump, in the note {@code ERASEINFO}: a line each, as
 * {@code erase modules.name size 16}. Such data reads as {@code X} or 0.
 */
public final class EraseInfo {
  /** Name of the note. */
  public static final String NOTE = "ERASEINFO";

  private static final int MAX_LINES = 100;

  private EraseInfo() {}

  /** A warning for each thing that was erased. */
  public static List<String> warnings(List<ElfNote> notes) {
    List<String> warnings = new ArrayList<>();
    for (ElfNote note : notes) {
      if (note.name().equals(NOTE)) {
        new String(note.descriptor(), StandardCharsets.US_ASCII)
            .lines()
            .map(line -> line.replace("\0", "").strip())
            .filter(line -> !line.isEmpty())
            .limit(MAX_LINES)
            .forEach(line -> warnings.add("on purpose, before the dump was written: " + line));
      }
    }
    return warnings;
  }
}
