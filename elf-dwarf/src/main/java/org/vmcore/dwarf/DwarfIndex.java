package org.vmcore.dwarf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.LongStream;
import org.vmcore.io.Fault;

/** Places of definitions by the hash of their name: the reader compares the name itself. */
final class DwarfIndex {
  static final IndexKind[] KINDS = IndexKind.values();

  private static final int NONE = -1;

  private final int[] nameHashes;
  // Entries whose hashes have equal low bits: the last of them, and the one before each.
  private final int[] last;
  private final int[] before;
  private final long[] offsets;
  private final byte[] kinds;
  private final List<Fault> damage;
  private int count;

  /**
   * @param damage why units could not be read to their end, by their offset
   */
  DwarfIndex(int capacity, SortedMap<Long, Fault> damage) {
    this.damage = List.copyOf(damage.values());
    nameHashes = new int[capacity];
    last = new int[Integer.highestOneBit(Math.max(1, capacity)) * 2];
    Arrays.fill(last, NONE);
    before = new int[capacity];
    offsets = new long[capacity];
    kinds = new byte[capacity];
  }

  /** Why units could not be read to their end, in their order. */
  List<Fault> damage() {
    return damage;
  }

  void put(int nameHash, byte kind, long offset) {
    int slot = slot(nameHash);
    before[count] = last[slot];
    last[slot] = count;
    nameHashes[count] = nameHash;
    offsets[count] = offset;
    kinds[count] = kind;
    count++;
  }

  private int slot(int nameHash) {
    return (nameHash ^ nameHash >>> 16) & last.length - 1;
  }

  /** Places of what may have this name, by ascending offset. */
  long[] offsets(IndexKind kind, String name) {
    int hash = name.hashCode();
    LongStream.Builder found = LongStream.builder();
    for (int number = last[slot(hash)]; number != NONE; number = before[number]) {
      if (nameHashes[number] == hash && kinds[number] == kind.ordinal()) {
        found.add(offsets[number]);
      }
    }
    return found.build().sorted().distinct().toArray();
  }

  /** One entry. */
  record Entry(IndexKind kind, long offset) {}

  /** All entries by ascending offset; of an enumeration's constants, each is one. */
  List<Entry> inOrder() {
    List<Entry> all = new ArrayList<>(count);
    for (int number = 0; number < count; number++) {
      all.add(new Entry(KINDS[kinds[number]], offsets[number]));
    }
    all.sort(Comparator.comparingLong(Entry::offset).thenComparing(Entry::kind));
    return all;
  }

  /** Places of all entries of this kind, by ascending offset. */
  long[] offsets(IndexKind kind) {
    LongStream.Builder found = LongStream.builder();
    for (int number = 0; number < count; number++) {
      if (kinds[number] == kind.ordinal()) {
        found.add(offsets[number]);
      }
    }
    return found.build().sorted().toArray();
  }

  int size() {
    return count;
  }
}
