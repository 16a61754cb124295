package org.vmcore.emit;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntFunction;

/** Finds paths that stand twice among millions, without keeping them all. */
final class RepeatedPaths {
  private RepeatedPaths() {}

  /** Numbers of those whose path one with a smaller number has. */
  static BitSet in(int count, IntFunction<String> path) {
    long[] hashes = new long[count];
    Arrays.setAll(hashes, number -> hash(path.apply(number)));
    long[] sorted = hashes.clone();
    Arrays.sort(sorted);
    Set<Long> doubtful = new HashSet<>();
    for (int i = 1; i < count; i++) {
      if (sorted[i] == sorted[i - 1]) {
        doubtful.add(sorted[i]);
      }
    }
    BitSet repeated = new BitSet();
    Set<String> taken = new HashSet<>();
    for (int number = 0; number < count && !doubtful.isEmpty(); number++) {
      if (doubtful.contains(hashes[number]) && !taken.add(path.apply(number))) {
        repeated.set(number);
      }
    }
    return repeated;
  }

  /** FNV-1a of 64 bits. */
  private static long hash(String path) {
    long hash = 0xcbf2_9ce4_8422_2325L;
    for (int i = 0; i < path.length(); i++) {
      hash = (hash ^ path.charAt(i)) * 0x100_0000_01b3L;
    }
    return hash;
  }
}
