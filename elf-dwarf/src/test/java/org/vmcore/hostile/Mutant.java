package org.vmcore.hostile;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.io.ArraySource;
import org.vmcore.io.ByteSource;

/**
 * A changed subject.
 *
 * @param number which of the subject's mutants it is
 * @param change what was done, in words
 */
record Mutant(Subject subject, long number, List<byte[]> files, String change) {
  void read(Attempts attempts) {
    List<ByteSource> sources = new ArrayList<>();
    for (byte[] file : files) {
      sources.add(new ArraySource("mutant", file));
    }
    subject.reading().read(sources, attempts);
  }

  /** How to make it again. */
  String recipe(long seed) {
    return "scripts/fuzz --seed "
        + seed
        + " --only '"
        + subject.name()
        + "' --from "
        + number
        + " --count 1   # "
        + change;
  }
}
