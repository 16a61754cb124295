package org.vmcore.paging;

import java.nio.ByteOrder;

/**
 * Writes page tables as an operating system would: tables are made when they are needed. It knows
 * the layout from its test, not from the form that is tested.
 */
final class PageTableBuilder {
  private static final long FIRST_TABLE = 0x100_0000;
  private static final long TABLE_BYTES = 0x1_0000;

  /** How an architecture writes entries. */
  interface Entries {
    /** An entry of this level that leads to a table of the next. */
    long table(int level, long paddr);

    /** An entry of this level that maps memory. */
    long leaf(int level, long paddr);

    /** An entry of this level that maps nothing. */
    default long empty(int level) {
      return 0;
    }
  }

  private final PhysicalWords memory;
  private final ByteOrder order;
  private final int[] bits; // from the page's own up: 12, 9, 9, 9, 9
  private final Entries entries;
  private long nextTable = FIRST_TABLE;

  PageTableBuilder(PhysicalWords memory, ByteOrder order, Entries entries, int... bits) {
    this.memory = memory;
    this.order = order;
    this.entries = entries;
    this.bits = bits;
    newTable(bits.length - 1);
  }

  /** Physical address of the top table. */
  long root() {
    return FIRST_TABLE;
  }

  private long newTable(int level) {
    long table = nextTable;
    nextTable += TABLE_BYTES;
    for (long at = table; at < nextTable; at += 8) {
      memory.word(at, entries.empty(level), order);
    }
    return table;
  }

  private int shift(int level) {
    int shift = 0;
    for (int i = 0; i < level; i++) {
      shift += bits[i];
    }
    return shift;
  }

  /** Maps memory with an entry of some level: 1 for a page, higher ones for large pages. */
  PageTableBuilder map(long vaddr, int level, long paddr) {
    return put(vaddr, level, entries.leaf(level, paddr));
  }

  /** Puts any bits where the entry of an address at some level stands. */
  PageTableBuilder put(long vaddr, int level, long entry) {
    long table = FIRST_TABLE;
    for (int at = bits.length - 1; at > level; at--) {
      long place = table + index(vaddr, at) * 8;
      long known = memory.wordAt(place, order);
      if (known == entries.empty(at)) {
        table = newTable(at - 1);
        memory.word(place, entries.table(at, table), order);
      } else {
        table = tableOf(at, known);
      }
    }
    memory.word(table + index(vaddr, level) * 8, entry, order);
    return this;
  }

  private long tableOf(int level, long entry) {
    for (long table = FIRST_TABLE; table < nextTable; table += TABLE_BYTES) {
      if (entries.table(level, table) == entry) {
        return table;
      }
    }
    throw new IllegalStateException("no table behind 0x" + Long.toHexString(entry));
  }

  private long index(long vaddr, int level) {
    return vaddr >>> shift(level) & (1L << bits[level]) - 1;
  }
}
