package org.vmcore.debuginfo.index;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Collects names, then numbers them by their order. For one thread. */
final class NameWriter {
  private final Set<String> collected = new HashSet<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  void add(String name) {
    collected.add(name);
  }

  /** Ends the collecting: writes all names and the offsets of their blocks. */
  void write(IndexBytes blocks, IndexBytes names) {
    String[] sorted = collected.toArray(new String[0]);
    Arrays.sort(sorted);
    byte[] before = {};
    for (int number = 0; number < sorted.length; number++) {
      numbers.put(sorted[number], number);
      byte[] name = sorted[number].getBytes(StandardCharsets.ISO_8859_1);
      int shared = 0;
      if (number % IndexFormat.PER_BLOCK == 0) {
        blocks.u32(names.size());
      } else {
        int mismatch = Arrays.mismatch(before, name);
        shared = mismatch < 0 ? name.length : mismatch;
      }
      names.uleb128(shared);
      names.uleb128(name.length - shared);
      names.bytes(name, shared, name.length - shared);
      before = name;
    }
  }

  /** The number of a name that was collected. */
  int number(String name) {
    return numbers.get(name);
  }
}
