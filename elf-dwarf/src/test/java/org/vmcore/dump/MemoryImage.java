package org.vmcore.dump;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a machine had in its memory, and which pages of it a dump is to leave out. */
public final class MemoryImage {
  public static final int PAGE_BYTES = 4096;

  private final Map<Long, byte[]> stored = new TreeMap<>();
  private final TreeSet<Long> excluded = new TreeSet<>();

  /** Pages 3 to 40 but for a hole; each third is left out, each seventh is zero. */
  public static MemoryImage example() {
    MemoryImage image = new MemoryImage();
    Random random = new Random(42);
    for (long pfn = 3; pfn < 40; pfn++) {
      if (pfn >= 20 && pfn < 24) {
        continue;
      }
      if (pfn % 3 == 0) {
        image.excluded.add(pfn);
        continue;
      }
      byte[] page = new byte[PAGE_BYTES];
      if (pfn % 7 != 0) {
        // Half noise, half text, so that some pages shrink and some do not.
        random.nextBytes(page);
        if (pfn % 2 == 0) {
          Arrays.fill(page, 100, PAGE_BYTES, (byte) pfn);
        }
      }
      image.stored.put(pfn, page);
    }
    return image;
  }

  public Map<Long, byte[]> stored() {
    return stored;
  }

  public NavigableSet<Long> excluded() {
    return excluded;
  }

  public long endPfn() {
    return Math.max(stored.keySet().stream().reduce(0L, Math::max), excluded.last()) + 1;
  }
}
