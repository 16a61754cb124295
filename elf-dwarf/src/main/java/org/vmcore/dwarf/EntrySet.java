package org.vmcore.dwarf;

import java.util.SortedMap;
import java.util.TreeMap;
import org.vmcore.io.Fault;

/**
 * What one thread has indexed: for each different definition its first place. Kernels repeat a
 * structure in thousands of units; name, size and line tell whether it is the same one. Open
 * addressing over primitive arrays, because there are some hundred thousand entries.
 */
final class EntrySet {
  private static final int FIRST_CAPACITY = 1 << 16;

  private long[] identities = new long[FIRST_CAPACITY];
  private long[] offsets = new long[FIRST_CAPACITY];
  private int[] nameHashes = new int[FIRST_CAPACITY];
  private byte[] kinds = new byte[FIRST_CAPACITY];
  private final SortedMap<Long, Fault> damage = new TreeMap<>();
  private int size;

  /** Notes why a unit could not be read to its end. */
  void damaged(long unitOffset, Fault fault) {
    damage.put(unitOffset, fault);
  }

  void add(long identity, long offset, int nameHash, IndexKind kind) {
    if (size * 2 >= identities.length) {
      grow();
    }
    int slot = slotOf(identity == 0 ? 1 : identity);
    if (identities[slot] != 0) {
      offsets[slot] = Math.min(offsets[slot], offset);
      return;
    }
    identities[slot] = identity == 0 ? 1 : identity;
    offsets[slot] = offset;
    nameHashes[slot] = nameHash;
    kinds[slot] = (byte) kind.ordinal();
    size++;
  }

  private int slotOf(long identity) {
    int mask = identities.length - 1;
    int slot = (int) (identity ^ identity >>> 32) & mask;
    while (identities[slot] != 0 && identities[slot] != identity) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    EntrySet larger = new EntrySet();
    larger.identities = new long[identities.length * 2];
    larger.offsets = new long[identities.length * 2];
    larger.nameHashes = new int[identities.length * 2];
    larger.kinds = new byte[identities.length * 2];
    larger.addAll(this);
    identities = larger.identities;
    offsets = larger.offsets;
    nameHashes = larger.nameHashes;
    kinds = larger.kinds;
  }

  void addAll(EntrySet other) {
    damage.putAll(other.damage);
    for (int slot = 0; slot < other.identities.length; slot++) {
      if (other.identities[slot] != 0) {
        add(
            other.identities[slot],
            other.offsets[slot],
            other.nameHashes[slot],
            DwarfIndex.KINDS[other.kinds[slot]]);
      }
    }
  }

  /** The finished index of what is here. */
  DwarfIndex toIndex() {
    DwarfIndex index = new DwarfIndex(size, damage);
    for (int slot = 0; slot < identities.length; slot++) {
      if (identities[slot] != 0) {
        index.put(nameHashes[slot], kinds[slot], offsets[slot]);
      }
    }
    return index;
  }
}
