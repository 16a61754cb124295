package org.vmcore.dump;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.vmcore.io.MalformedInput;

/**
 * Ranges of physical memory by address, made disjoint: of those that overlap (kernel text is also
 * part of the direct map) the first wins, those that have bytes before those that have none.
 * Immutable.
 */
final class MemoryRanges {
  private static final int MAX_SAMPLES = 4096;
  private static final int SAMPLE_BYTES = 4096;

  private final MemoryRange[] ranges;
  private final boolean haveConflict;

  private MemoryRanges(MemoryRange[] ranges, boolean haveConflict) {
    this.ranges = ranges;
    this.haveConflict = haveConflict;
  }

  static MemoryRanges of(List<MemoryRange> all) {
    Builder builder = new Builder();
    all.stream()
        .filter(range -> range.end() > range.start())
        .sorted(Comparator.comparing(range -> !range.hasBytes()))
        .forEach(builder::insert);
    return new MemoryRanges(
        builder.byStart.values().toArray(MemoryRange[]::new), builder.haveConflict);
  }

  private static final class Builder {
    final NavigableMap<Long, MemoryRange> byStart = new TreeMap<>();
    boolean haveConflict;
    private int samples;

    /** Adds what no other range covers yet. */
    void insert(MemoryRange range) {
      long at = range.start();
      Map.Entry<Long, MemoryRange> before = byStart.floorEntry(at);
      if (before != null && before.getValue().end() > at) {
        compare(range, before.getValue());
        at = before.getValue().end();
      }
      for (MemoryRange other :
          List.copyOf(byStart.subMap(at, Math.max(at, range.end())).values())) {
        compare(range, other);
        if (at < other.start()) {
          byStart.put(at, range.piece(at, other.start()));
        }
        at = other.end();
      }
      if (at < range.end()) {
        byStart.put(at, range.piece(at, range.end()));
      }
    }

    /** Two ranges may hold the same memory twice; a sample tells whether they agree about it. */
    private void compare(MemoryRange range, MemoryRange other) {
      long from = Math.max(range.start(), other.start());
      long to = Math.min(range.storedEnd(), other.storedEnd());
      int length = (int) Math.min(SAMPLE_BYTES, to - from);
      boolean both =
          length > 0 && range.holds(from, from + length) && other.holds(from, from + length);
      if (!both || haveConflict || samples++ >= MAX_SAMPLES) {
        return;
      }
      byte[] one = new byte[length];
      byte[] two = new byte[length];
      try {
        range.read(from, one, 0, length);
        other.read(from, two, 0, length);
        haveConflict = !Arrays.equals(one, two);
      } catch (MalformedInput undecodable) {
        // Whoever reads the page is told.
      }
    }
  }

  boolean isEmpty() {
    return ranges.length == 0;
  }

  /** Whether ranges that overlap hold different bytes, as far as samples tell. */
  boolean haveConflict() {
    return haveConflict;
  }

  boolean areCutOff() {
    return Arrays.stream(ranges).anyMatch(range -> range.bytesCutOff() > 0);
  }

  /** Number of the first range that ends behind this address. */
  private int firstEndingBehind(long paddr) {
    int low = 0;
    int high = ranges.length;
    while (low < high) {
      int middle = low + high >>> 1;
      if (ranges[middle].end() <= paddr) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The ranges that share an address with {@code [from, to)}, in order. */
  List<MemoryRange> within(long from, long to) {
    List<MemoryRange> found = new ArrayList<>(1);
    for (int i = firstEndingBehind(from); i < ranges.length && ranges[i].start() < to; i++) {
      found.add(ranges[i]);
    }
    return found;
  }

  /** The first address from this one on that has bytes in the file, however long it should be. */
  OptionalLong nextStored(long paddr) {
    for (int i = firstEndingBehind(paddr); i < ranges.length; i++) {
      long at = Math.max(paddr, ranges[i].start());
      if (at < ranges[i].storedEnd() - ranges[i].bytesCutOff()) {
        return OptionalLong.of(at);
      }
    }
    return OptionalLong.empty();
  }

  long bytesStored() {
    return Arrays.stream(ranges).mapToLong(r -> r.storedEnd() - r.start() - r.bytesCutOff()).sum();
  }

  long bytesCutOff() {
    return Arrays.stream(ranges).mapToLong(MemoryRange::bytesCutOff).sum();
  }

  long bytesNotStored() {
    return Arrays.stream(ranges).mapToLong(r -> r.end() - r.storedEnd()).sum();
  }
}
