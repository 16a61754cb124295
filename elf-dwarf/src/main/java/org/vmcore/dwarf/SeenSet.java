package org.vmcore.dwarf;

import java.util.Arrays;

/** A set of well mixed 64-bit numbers: open addressing, no boxes. */
final class SeenSet {
  private long[] slots = new long[1 << 16];
  private int size;

  /** Whether the number is new. */
  boolean add(long number) {
    long stored = number == 0 ? 1 : number;
    int slot = slotOf(slots, stored);
    if (slots[slot] == stored) {
      return false;
    }
    slots[slot] = stored;
    if (++size * 2 > slots.length) {
      grow();
    }
    return true;
  }

  private void grow() {
    long[] larger = new long[slots.length * 2];
    Arrays.stream(slots).filter(n -> n != 0).forEach(n -> larger[slotOf(larger, n)] = n);
    slots = larger;
  }

  private static int slotOf(long[] slots, long number) {
    int mask = slots.length - 1;
    int slot = (int) (number ^ number >>> 32) & mask;
    while (slots[slot] != 0 && slots[slot] != number) {
      slot = slot + 1 & mask;
    }
    return slot;
  }
}
