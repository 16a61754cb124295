package org.vmcore.paging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vmcore.dump.MemoryFault;

/**
 * Looks for bytes in a range of memory: for tables that nothing points to. What cannot be read is
 * passed over. Thread-safe.
 */
public final class MemorySearch {
  private static final int PAGE_BYTES = 4096; // no page of any kernel is smaller
  private static final int BLOCK_BYTES = 64 << 10;

  /** Distributions' kernels have 30 to 60 MiB; those with every sanitizer some 150. */
  private static final long MAX_IMAGE_BYTES = 256 << 20;

  /** Between text, data and bss lies what was freed after boot: some MiB. */
  private static final long MAX_GAP_BYTES = 16 << 20;

  private final Memory memory;
  private final List<Run> runs;

  /** Readable pages without a gap. */
  private record Run(long start, long end) {}

  private MemorySearch(Memory memory, List<Run> runs) {
    this.memory = memory;
    this.runs = runs;
  }

  /** In this range, as far as it can be read. */
  public static MemorySearch of(Memory memory, long start, long sizeBytes) {
    return new MemorySearch(memory, runs(memory, start, sizeBytes, sizeBytes));
  }

  /**
   * In a kernel's image: from the start of its text up to where no more of it is mapped.
   *
   * @param stext run-time address of {@code _stext}
   */
  public static MemorySearch ofImage(Memory memory, long stext) {
    return new MemorySearch(memory, runs(memory, stext, MAX_IMAGE_BYTES, MAX_GAP_BYTES));
  }

  private static List<Run> runs(Memory memory, long start, long sizeBytes, long maxGapBytes) {
    List<Run> runs = new ArrayList<>();
    long runStart = -1;
    long gapBytes = 0;
    long offset = 0;
    while (offset < sizeBytes && gapBytes < maxGapBytes) {
      long page = start + offset;
      long nextOffset = Math.min(sizeBytes, offset + PAGE_BYTES - (page & PAGE_BYTES - 1));
      boolean readable = memory.isReadable(page);
      if (readable && runStart < 0) {
        runStart = offset;
      } else if (!readable && runStart >= 0) {
        runs.add(new Run(start + runStart, page));
        runStart = -1;
      }
      gapBytes = readable ? 0 : gapBytes + nextOffset - offset;
      offset = nextOffset;
    }
    if (runStart >= 0) {
      runs.add(new Run(start + runStart, start + offset));
    }
    return List.copyOf(runs);
  }

  public Memory memory() {
    return memory;
  }

  /** Whether this address lies between the first and the last readable byte. */
  public boolean spans(long address) {
    return !runs.isEmpty()
        && Long.compareUnsigned(address, runs.get(0).start()) >= 0
        && Long.compareUnsigned(address, runs.get(runs.size() - 1).end()) < 0;
  }

  /** Where these bytes lie, by ascending address; at most {@code most} places. */
  public List<Long> all(byte[] wanted, int most) {
    return all(List.of(wanted), most).get(0);
  }

  /**
   * The same for several in one go: the places of each in the order that they are asked for.
   *
   * @param wanted each of two bytes at least
   */
  public List<List<Long>> all(List<byte[]> wanted, int most) {
    List<List<Long>> found = new ArrayList<>();
    boolean[] starts = new boolean[1 << 16];
    int longest = 0;
    for (byte[] one : wanted) {
      found.add(new ArrayList<>());
      starts[firstTwo(one, 0)] = true;
      longest = Math.max(longest, one.length);
    }
    forEachBlock(
        longest,
        (block, length, address) -> {
          int end = Math.min(BLOCK_BYTES, length - 1);
          for (int at = 0; at < end; at++) {
            if (starts[firstTwo(block, at)]) {
              add(wanted, block, length, at, address + at, most, found);
            }
          }
          return true;
        });
    return found;
  }

  private static int firstTwo(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }

  private static void add(
      List<byte[]> wanted,
      byte[] block,
      int length,
      int at,
      long address,
      int most,
      List<List<Long>> found) {
    for (int i = 0; i < wanted.size(); i++) {
      byte[] one = wanted.get(i);
      if (found.get(i).size() < most
          && at + one.length <= length
          && Arrays.equals(block, at, at + one.length, one, 0, one.length)) {
        found.get(i).add(address);
      }
    }
  }

  /** Looks at {@code width} bytes of a block of memory; false ends the search. */
  public interface Visitor {
    boolean visit(byte[] block, int at, long address);
  }

  /** Shows every readable place whose address is a multiple of {@code step}, in ascending order. */
  public void scan(int width, int step, Visitor visitor) {
    forEachBlock(
        width,
        (block, length, address) -> {
          int first = (int) Math.floorMod(-address, (long) step);
          for (int at = first; at + width <= length && at < BLOCK_BYTES; at += step) {
            if (!visitor.visit(block, at, address + at)) {
              return false;
            }
          }
          return true;
        });
  }

  /** Sees a block of memory; false ends the search. */
  private interface BlockVisitor {
    boolean visit(byte[] block, int length, long address);
  }

  /** Blocks reach so far into the next one that nothing of this width is cut. */
  private void forEachBlock(int width, BlockVisitor visitor) {
    byte[] block = new byte[BLOCK_BYTES + width - 1];
    for (Run run : runs) {
      for (long start = run.start(); start != run.end(); ) {
        long left = run.end() - start;
        int length = (int) Math.min(block.length, left);
        if (isRead(start, block, length) && !visitor.visit(block, length, start)) {
          return;
        }
        start += Math.min(BLOCK_BYTES, left);
      }
    }
  }

  private boolean isRead(long start, byte[] block, int length) {
    try {
      memory.read(start, block, 0, length);
      return true;
    } catch (MemoryFault damaged) {
      return false;
    }
  }
}
