package org.vmcore.kernel.mm;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * What objects of a slab cache point to: symbols of the kernel and its modules, by how often. Taken
 * from slabs that are neither full nor empty, since only those are on lists.
 *
 * @param objects how many objects were looked at
 * @param symbols the most frequent first
 */
public record SlabSample(int objects, List<Map.Entry<String, Integer>> symbols) {
  private static final int MAX_SLABS = 8;
  private static final int MAX_BYTES = 128 << 10;

  public SlabSample {
    symbols = List.copyOf(symbols);
  }

  public static SlabSample of(Program kernel, SlabCache cache) {
    Map<String, Integer> counts = new HashMap<>();
    long slabBytes = (long) kernel.pageSizeBytes() << cache.order();
    int objects = 0;
    int slabs = 0;
    for (Value slab : cache.partialSlabs()) {
      long free = slab.field("freelist").asLong();
      if (slabs == MAX_SLABS || slabBytes > MAX_BYTES || free == 0) {
        break;
      }
      // A free object lies in the slab, and a slab begins at a multiple of its size.
      add(kernel, free & -slabBytes, slabBytes, counts);
      objects += cache.objectsPerSlab();
      slabs++;
    }
    List<Map.Entry<String, Integer>> sorted =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry::getKey))
            .toList();
    return new SlabSample(objects, sorted);
  }

  private static void add(Program kernel, long start, long sizeBytes, Map<String, Integer> counts) {
    OptionalLong imageStart = kernel.findAddress("_text");
    OptionalLong imageEnd = kernel.findAddress("_end");
    int words = (int) (sizeBytes / Long.BYTES);
    for (long word : kernel.number("unsigned long *", start).longs(words)) {
      boolean inImage =
          imageStart.isPresent()
              && imageEnd.isPresent()
              && word - imageStart.getAsLong() >= 0
              && word - imageEnd.getAsLong() < 0;
      if (inImage) {
        kernel
            .symbolAt(word)
            .filter(at -> at.offsetBytes() == 0)
            .ifPresent(at -> counts.merge(at.name(), 1, Integer::sum));
      }
    }
  }
}
