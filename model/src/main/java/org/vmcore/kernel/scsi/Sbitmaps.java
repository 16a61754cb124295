package org.vmcore.kernel.scsi;

import java.util.List;
import org.vmcore.model.Malformed;
import org.vmcore.model.Value;

/** {@code struct sbitmap}, {@code lib/sbitmap.c}: bits spread over cache lines. */
final class Sbitmaps {
  private static final int MAX_WORDS = 1 << 20;

  private Sbitmaps() {}

  /** {@code sbitmap_weight()}: bits that are set and not about to be cleared. */
  static long weight(Value sbitmap) {
    Value map = sbitmap.field("map");
    long nrWords = sbitmap.field("map_nr").asLong() & 0xffffffffL;
    if (nrWords > MAX_WORDS) {
      throw new Malformed("absurd map_nr " + nrWords, "struct sbitmap", sbitmap.address());
    }
    long weight = 0;
    for (Value word : map.isNull() ? List.<Value>of() : map.elements(nrWords)) {
      weight += Long.bitCount(word.field("word").asLong() & ~word.field("cleared").asLong());
    }
    return weight;
  }
}
