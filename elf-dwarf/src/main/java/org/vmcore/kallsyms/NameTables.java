package org.vmcore.kallsyms;

import org.vmcore.paging.Memory;

/**
 * {@code kallsyms_num_syms}, {@code kallsyms_names} and {@code kallsyms_markers} as they are
 * recognised: the markers tell where each 256th name starts, and the names end where the markers
 * begin.
 *
 * @param twoByteLengths whether a length of 128 or more takes two bytes
 */
record NameTables(long numSyms, int count, long names, boolean twoByteLengths) {
  static final int NAMES_PER_MARKER = 256;

  /** Whether the names behind the last marker end where the markers begin. */
  boolean endAt(Memory memory, long end, long[] markers) {
    int last = (count - 1) / NAMES_PER_MARKER;
    long at = names + markers[last];
    for (int i = last * NAMES_PER_MARKER; i < count && Long.compareUnsigned(at, end) < 0; i++) {
      at = next(memory, at);
    }
    return (at + 7 & -8) == end || (at + 3 & -4) == end;
  }

  /** Whether each marker is where a name starts; reads the length of every name. */
  boolean agreeWith(Memory memory, long[] markers) {
    long at = names;
    for (int i = 0; i < count; i++) {
      if (i % NAMES_PER_MARKER == 0 && at - names != markers[i / NAMES_PER_MARKER]) {
        return false;
      }
      at = next(memory, at);
    }
    return true;
  }

  private long next(Memory memory, long name) {
    int length = memory.u8(name);
    if (twoByteLengths && length >= 0x80) {
      return name + 2 + (length & 0x7f | memory.u8(name + 1) << 7);
    }
    return name + 1 + length;
  }
}
