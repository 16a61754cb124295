package org.vmcore.dump;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a machine had in its memory, and which pages of it a dump is to leave out. */
public final class MemoryImage {
  public static final int PAGE_BYTES = 4096;

  private final Map<Long, byte[]> stored = new TreeMap<>();
  private final TreeSet<Long> excluded = new TreeSet<>();

  /** Pages 3 to 40 but for a hole; each third is left out, each seventh is zero. */
  public static MemoryImage example() {
    MemoryImage image = new MemoryImage();
    Random random = new Random(42);
    for (long pfn = 3; pfn < 40; pfn++) {
      if (pfn >= 20 && pfn < 24) {
        continue;
      }
      if (pfn % 3 == 0) {
        image.excluded.add(pfn);
        continue;
      }
      byte[] page = new byte[PAGE_BYTES];
      if (pfn % 7 != 0) {
        // Half noise, half text, so that some pages shrink and some do not.
        random.nextBytes(page);
        if (pfn % 2 == 0) {
          Arrays.fill(page, 100, PAGE_BYTES, (byte) pfn);
        }
      }
      image.stored.put(pfn, page);
    }
    return image;
  }

  /** Pages 0 to 99, all stored: what containers without holes can hold too. */
  public static MemoryImage dense() {
    MemoryImage image = new MemoryImage();
    Random random = new Random(7);
    for (long pfn = 0; pfn < 100; pfn++) {
      byte[] page = new byte[PAGE_BYTES];
      if (pfn % 5 != 0) {
        random.nextBytes(page);
        Arrays.fill(page, (int) pfn * 40, PAGE_BYTES, (byte) pfn);
      }
      image.stored.put(pfn, page);
    }
    return image;
  }

  /** Pages without a gap between them. */
  public record Run(long paddr, byte[] bytes) {}

  /** What is stored, as few runs as can be, in order. */
  public List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    stored.forEach(
        (pfn, page) -> {
          Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
          if (last == null || last.paddr() + last.bytes().length != pfn * PAGE_BYTES) {
            runs.add(new Run(pfn * PAGE_BYTES, page));
          } else {
            byte[] longer = Arrays.copyOf(last.bytes(), last.bytes().length + PAGE_BYTES);
            System.arraycopy(page, 0, longer, last.bytes().length, PAGE_BYTES);
            runs.set(runs.size() - 1, new Run(last.paddr(), longer));
          }
        });
    return runs;
  }

  /** Memory from address 0 on; zeros where nothing is stored. */
  public byte[] flat() {
    byte[] bytes = new byte[(int) endPfn() * PAGE_BYTES];
    stored.forEach(
        (pfn, page) -> System.arraycopy(page, 0, bytes, (int) (pfn * PAGE_BYTES), PAGE_BYTES));
    return bytes;
  }

  public Map<Long, byte[]> stored() {
    return stored;
  }

  public NavigableSet<Long> excluded() {
    return excluded;
  }

  public long endPfn() {
    return Math.max(
            stored.keySet().stream().reduce(0L, Math::max),
            excluded.isEmpty() ? 0 : excluded.last())
        + 1;
  }
}
