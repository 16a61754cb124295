package org.vmcore.dump.flattened;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Unsupported;

/** Which part of the stream each part of the real file comes from; parts do not overlap. */
final class Records {
  private static final int BYTES_PER_RECORD = 2 * Long.BYTES + Integer.BYTES;

  private final long[] offsets; // ascending
  private final int[] sizes;
  private final long[] positions;

  private Records(long[] offsets, int[] sizes, long[] positions) {
    this.offsets = offsets;
    this.sizes = sizes;
    this.positions = positions;
  }

  /** Collects records in the order of the stream. */
  static final class Builder {
    private static final int FIRST = 1 << 10;

    private final String name;
    private long[] offsets = new long[FIRST];
    private int[] sizes = new int[FIRST];
    private long[] positions = new long[FIRST];
    private int count;

    Builder(String name) {
      this.name = name;
    }

    void add(long offset, int sizeBytes, long position) {
      // Sorting takes a second copy, and others want memory too.
      if (count >= Runtime.getRuntime().maxMemory() / 4 / BYTES_PER_RECORD) {
        throw new Unsupported(
            "has more than " + count + " records, too many for the memory that this program has",
            name,
            "rearrange it with: makedumpfile -R, or allow more with -Xmx");
      }
      if (count == offsets.length) {
        offsets = Arrays.copyOf(offsets, count * 2);
        sizes = Arrays.copyOf(sizes, count * 2);
        positions = Arrays.copyOf(positions, count * 2);
      }
      offsets[count] = offset;
      sizes[count] = sizeBytes;
      positions[count++] = position;
    }

    Records build() {
      return isSorted() ? trimmed() : overlaps() ? overwritten() : sorted(order());
    }

    private boolean isSorted() {
      return IntStream.range(1, count).allMatch(i -> offsets[i - 1] + sizes[i - 1] <= offsets[i]);
    }

    private Records trimmed() {
      return new Records(
          Arrays.copyOf(offsets, count),
          Arrays.copyOf(sizes, count),
          Arrays.copyOf(positions, count));
    }

    /** Indexes by offset. */
    private int[] order() {
      return IntStream.range(0, count)
          .boxed()
          .sorted((a, b) -> Long.compare(offsets[a], offsets[b]))
          .mapToInt(Integer::intValue)
          .toArray();
    }

    private boolean overlaps() {
      int[] order = order();
      return IntStream.range(1, count)
          .anyMatch(i -> offsets[order[i - 1]] + sizes[order[i - 1]] > offsets[order[i]]);
    }

    private Records sorted(int[] order) {
      return new Records(
          Arrays.stream(order).mapToLong(i -> offsets[i]).toArray(),
          Arrays.stream(order).map(i -> sizes[i]).toArray(),
          Arrays.stream(order).mapToLong(i -> positions[i]).toArray());
    }

    /** A part of the real file: where it ends, and where its first byte stands in the stream. */
    private record Part(long end, long position) {}

    /** Lets each record overwrite what earlier ones gave. */
    private Records overwritten() {
      TreeMap<Long, Part> parts = new TreeMap<>();
      for (int i = 0; i < count; i++) {
        cut(parts, offsets[i]);
        cut(parts, offsets[i] + sizes[i]);
        parts.subMap(offsets[i], offsets[i] + sizes[i]).clear();
        parts.put(offsets[i], new Part(offsets[i] + sizes[i], positions[i]));
      }
      Builder disjoint = new Builder(name);
      parts.forEach((start, part) -> disjoint.add(start, (int) (part.end - start), part.position));
      return disjoint.trimmed();
    }

    private static void cut(NavigableMap<Long, Part> parts, long at) {
      Map.Entry<Long, Part> around = parts.lowerEntry(at);
      if (around != null && around.getValue().end > at) {
        long start = around.getKey();
        Part whole = around.getValue();
        parts.put(start, new Part(at, whole.position));
        parts.put(at, new Part(whole.end, whole.position + at - start));
      }
    }
  }

  long end() {
    int last = offsets.length - 1;
    return last < 0 ? 0 : offsets[last] + sizes[last];
  }

  /** The last record that begins at or before this offset; -1 when none does. */
  private int before(long offset) {
    int found = Arrays.binarySearch(offsets, offset);
    return found >= 0 ? found : -found - 2;
  }

  boolean cover(long position, long length) {
    long at = position;
    for (int i = before(position); at < position + length; i++) {
      if (i < 0 || i >= offsets.length || offsets[i] > at || offsets[i] + sizes[i] <= at) {
        return false;
      }
      at = offsets[i] + sizes[i];
    }
    return true;
  }

  void read(ByteSource stream, long position, byte[] target, int offset, int length) {
    Arrays.fill(target, offset, offset + length, (byte) 0);
    long end = position + length;
    for (int i = Math.max(0, before(position)); i < offsets.length && offsets[i] < end; i++) {
      long from = Math.max(position, offsets[i]);
      long to = Math.min(end, offsets[i] + sizes[i]);
      if (from < to) {
        stream.read(
            positions[i] + from - offsets[i],
            target,
            offset + (int) (from - position),
            (int) (to - from));
      }
    }
  }
}
