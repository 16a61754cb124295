package org.vmcore.kallsyms;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.vmcore.dump.MemoryFault;
import org.vmcore.paging.Memory;
import org.vmcore.paging.MemorySearch;

/**
 * {@code kallsyms_num_syms}, {@code kallsyms_names} and {@code kallsyms_markers} as they are
 * recognised: the markers tell where each 256th name starts, and the names end where the markers
 * begin.
 *
 * @param twoByteLengths whether a length of 128 or more takes two bytes
 */
record NameTables(long numSyms, int count, long names, boolean twoByteLengths) {
  private static final int NAMES_PER_MARKER = 256;
  private static final int MIN_MARKERS = 8;
  private static final int MAX_MARKERS = Kallsyms.MAX_SYMBOLS / NAMES_PER_MARKER;
  private static final int MIN_STEP_BYTES = 2 * NAMES_PER_MARKER;
  private static final int MAX_STEP_BYTES = 257 * NAMES_PER_MARKER;
  private static final long MAX_DISTANCE_BYTES = 16 << 20; // kallsyms_seqs_of_names lies between
  private static final int MAX_DOUBTFUL_MARKERS = 3; // what follows the last may look like another
  private static final int MAX_CANDIDATES = 64;
  private static final int[] WIDTHS = {Integer.BYTES, Long.BYTES}; // long before 4.20

  /** All places before the tables of tokens that fit together, the nearest first. */
  static List<NameTables> before(Memory memory, long tokenTable) {
    List<NameTables> found = new ArrayList<>();
    for (long end : candidates(memory, tokenTable)) {
      for (int width : WIDTHS) {
        long[] markers = markers(memory, end, width);
        if (markers.length >= MIN_MARKERS) {
          named(memory, end, markers).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  /** What may be markers, the nearest first. */
  private static Deque<Long> candidates(Memory memory, long tokenTable) {
    Deque<Long> nearest = new ArrayDeque<>();
    MemorySearch.of(memory, (tokenTable & -4) - MAX_DISTANCE_BYTES, MAX_DISTANCE_BYTES)
        .scan(
            Integer.BYTES,
            Integer.BYTES,
            (block, at, address) -> {
              boolean zero = (block[at] | block[at + 1] | block[at + 2] | block[at + 3]) == 0;
              if (zero && isStartOfMarkers(memory, address)) {
                nearest.addFirst(address);
                if (nearest.size() > MAX_CANDIDATES) {
                  nearest.removeLast();
                }
              }
              return true;
            });
    return nearest;
  }

  private static boolean isStartOfMarkers(Memory memory, long address) {
    for (int width : WIDTHS) {
      if (markers(memory, address, width).length >= MIN_MARKERS) {
        return true;
      }
    }
    return false;
  }

  /** Ascending numbers from 0 on whose steps could be 256 names each. */
  private static long[] markers(Memory memory, long address, int width) {
    long[] markers = new long[MIN_MARKERS];
    int count = 1;
    try {
      if (number(memory, address, width) != 0) {
        return new long[0];
      }
      while (count < MAX_MARKERS) {
        long marker = number(memory, address + (long) count * width, width);
        long step = marker - markers[count - 1];
        if (step < MIN_STEP_BYTES || step > MAX_STEP_BYTES) {
          break;
        }
        if (count == markers.length) {
          markers = Arrays.copyOf(markers, 2 * count);
        }
        markers[count++] = marker;
      }
    } catch (MemoryFault end) {
      return Arrays.copyOf(markers, count); // what was read until here may be all
    }
    return Arrays.copyOf(markers, count);
  }

  private static long number(Memory memory, long address, int width) {
    return width == 4 ? memory.u32(address) & 0xffffffffL : memory.u64(address);
  }

  private static Optional<NameTables> named(Memory memory, long end, long[] markers) {
    int least = Math.max(MIN_MARKERS, markers.length - MAX_DOUBTFUL_MARKERS);
    for (int nrMarkers = markers.length; nrMarkers >= least; nrMarkers--) {
      long last = end - markers[nrMarkers - 1] - Integer.BYTES;
      for (long numSyms = last & -4; last - numSyms <= MAX_STEP_BYTES; numSyms -= 4) {
        try {
          int count = memory.u32(numSyms);
          if (count > 0 && (count - 1) / NAMES_PER_MARKER + 1 == nrMarkers) {
            Optional<NameTables> found = fitting(memory, numSyms, count, end, markers);
            if (found.isPresent()) {
              return found;
            }
          }
        } catch (MemoryFault hole) {
          break;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<NameTables> fitting(
      Memory memory, long numSyms, int count, long end, long[] markers) {
    for (int gap : new int[] {4, 8}) {
      for (boolean twoByteLengths : new boolean[] {true, false}) {
        NameTables tables = new NameTables(numSyms, count, numSyms + gap, twoByteLengths);
        if (tables.agreesWith(memory, end, markers)) {
          return Optional.of(tables);
        }
      }
    }
    return Optional.empty();
  }

  private boolean agreesWith(Memory memory, long end, long[] markers) {
    long at = names;
    for (int i = 0; i < count; i++) {
      if (i % NAMES_PER_MARKER == 0 && at - names != markers[i / NAMES_PER_MARKER]) {
        return false;
      }
      int length = memory.u8(at++);
      if (twoByteLengths && length >= 0x80) {
        length = length & 0x7f | memory.u8(at++) << 7;
      }
      at += length;
    }
    return (at + 7 & -8) == end || (at + 3 & -4) == end;
  }
}
