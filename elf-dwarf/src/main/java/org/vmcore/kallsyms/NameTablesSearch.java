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

/** Looks for the tables of names before those of tokens, by their markers. For one thread. */
final class NameTablesSearch {
  private static final int MIN_MARKERS = 8;
  private static final int MAX_MARKERS = Kallsyms.MAX_SYMBOLS / NameTables.NAMES_PER_MARKER;
  private static final int MIN_STEP_BYTES = 2 * NameTables.NAMES_PER_MARKER;
  private static final int MAX_STEP_BYTES = 257 * NameTables.NAMES_PER_MARKER;
  private static final long MAX_DISTANCE_BYTES = 16 << 20; // kallsyms_seqs_of_names lies between
  private static final int MAX_DOUBTFUL_MARKERS = 3; // what follows the last may look like another
  private static final int MAX_CANDIDATES = 64;
  private static final int[] WIDTHS = {Integer.BYTES, Long.BYTES}; // long before 4.20

  /** Names are walked over in full where all else fits: seldom but in what was made to look so. */
  private static final int MAX_WALKS = 64;

  private final Memory memory;
  private int walksLeft = MAX_WALKS;

  NameTablesSearch(Memory memory) {
    this.memory = memory;
  }

  /** All places before the tables of tokens that fit together, the nearest first. */
  List<NameTables> before(long tokenTable) {
    List<NameTables> found = new ArrayList<>();
    for (long end : candidates(tokenTable)) {
      for (int width : WIDTHS) {
        long[] markers = markers(end, width);
        if (markers.length >= MIN_MARKERS) {
          named(end, markers).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  /** What may be markers, the nearest first. */
  private Deque<Long> candidates(long tokenTable) {
    Deque<Long> nearest = new ArrayDeque<>();
    MemorySearch.of(memory, (tokenTable & -4) - MAX_DISTANCE_BYTES, MAX_DISTANCE_BYTES)
        .scan(
            Integer.BYTES,
            Integer.BYTES,
            (block, at, address) -> {
              boolean zero = (block[at] | block[at + 1] | block[at + 2] | block[at + 3]) == 0;
              if (zero && isStartOfMarkers(address)) {
                nearest.addFirst(address);
                if (nearest.size() > MAX_CANDIDATES) {
                  nearest.removeLast();
                }
              }
              return true;
            });
    return nearest;
  }

  private boolean isStartOfMarkers(long address) {
    for (int width : WIDTHS) {
      if (markers(address, width).length >= MIN_MARKERS) {
        return true;
      }
    }
    return false;
  }

  /** Ascending numbers from 0 on whose steps could be 256 names each. */
  private long[] markers(long address, int width) {
    long[] markers = new long[MIN_MARKERS];
    int count = 1;
    try {
      if (number(address, width) != 0) {
        return new long[0];
      }
      while (count < MAX_MARKERS) {
        long marker = number(address + (long) count * width, width);
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

  private long number(long address, int width) {
    return width == 4 ? memory.u32(address) & 0xffffffffL : memory.u64(address);
  }

  private Optional<NameTables> named(long end, long[] markers) {
    int least = Math.max(MIN_MARKERS, markers.length - MAX_DOUBTFUL_MARKERS);
    for (int nrMarkers = markers.length; nrMarkers >= least; nrMarkers--) {
      long last = end - markers[nrMarkers - 1] - Integer.BYTES;
      for (long numSyms = last & -4; last - numSyms <= MAX_STEP_BYTES; numSyms -= 4) {
        try {
          int count = memory.u32(numSyms);
          if (count > 0 && (count - 1) / NameTables.NAMES_PER_MARKER + 1 == nrMarkers) {
            Optional<NameTables> found = fitting(numSyms, count, end, markers);
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

  private Optional<NameTables> fitting(long numSyms, int count, long end, long[] markers) {
    for (int gap : new int[] {4, 8}) {
      for (boolean twoByteLengths : new boolean[] {true, false}) {
        NameTables tables = new NameTables(numSyms, count, numSyms + gap, twoByteLengths);
        if (walksLeft > 0 && tables.endAt(memory, end, markers)) {
          walksLeft--;
          if (tables.agreeWith(memory, markers)) {
            return Optional.of(tables);
          }
        }
      }
    }
    return Optional.empty();
  }
}
