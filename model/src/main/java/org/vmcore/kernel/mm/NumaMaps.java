package org.vmcore.kernel.mm;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.vmcore.model.Program;
import org.vmcore.paging.PageTableEntry;

/**
 * {@code struct numa_maps}, {@code fs/proc/task_mmu.c}: on which nodes an area's pages are, and how
 * they are used. In pages. For one thread.
 */
public final class NumaMaps {
  private final PageUse.Reader reader;
  private final PageFlags flags;
  private final boolean huge;
  private final long pageBytes;
  private final Bits bits;
  private final Map<Integer, Long> nodes = new TreeMap<>();
  private long pages;
  private long anon;
  private long active;
  private long writeback;
  private long mapcountMax;
  private long dirty;
  private long swapcache;

  /** {@code PG_*} bits that are asked for. */
  private record Bits(long reserved, long dirty, long swapcache, long active, long writeback) {
    static Bits of(Program kernel) {
      return new Bits(
          bit(kernel, "PG_reserved"),
          bit(kernel, "PG_dirty"),
          bit(kernel, "PG_swapcache"),
          bit(kernel, "PG_active") | bit(kernel, "PG_unevictable"),
          bit(kernel, "PG_writeback"));
    }

    private static long bit(Program kernel, String name) {
      return 1L << kernel.enumerator(name);
    }
  }

  private NumaMaps(VmArea area) {
    Program kernel = area.value().program();
    this.reader = PageUse.Reader.of(kernel);
    this.flags = PageFlags.of(kernel);
    this.huge = area.has(VmArea.VM_HUGETLB);
    this.pageBytes = kernel.pageSizeBytes();
    this.bits = kernel.computed(Bits.class, Bits::of);
  }

  /**
   * Of an area.
   *
   * @throws org.vmcore.dump.MemoryFault when page tables or {@code struct page}s cannot be read
   */
  public static NumaMaps of(VmArea area) {
    NumaMaps maps = new NumaMaps(area);
    area.forEachEntry(maps::entry);
    return maps;
  }

  private void entry(PageTableEntry entry) {
    OptionalLong page =
        entry.present() && !entry.special()
            ? reader.pageAddress(entry.paddr())
            : OptionalLong.empty();
    if (page.isPresent()) {
      gather(reader.at(page.getAsLong()), entry);
    }
  }

  /** {@code gather_stats()}. */
  private void gather(PageUse use, PageTableEntry entry) {
    if ((use.flags() & bits.reserved()) != 0) {
      return;
    }
    long count = huge ? 1 : entry.sizeBytes() / pageBytes;
    pages += count;
    dirty += entry.dirty() || (use.flags() & bits.dirty()) != 0 ? count : 0;
    swapcache += use.anon() && (use.flags() & bits.swapcache()) != 0 ? count : 0;
    active += (use.flags() & bits.active()) != 0 ? count : 0;
    writeback += (use.flags() & bits.writeback()) != 0 ? count : 0;
    anon += use.anon() ? count : 0;
    mapcountMax = Math.max(mapcountMax, use.mapCount());
    nodes.merge(flags.nidOf(use.flags()), count, Long::sum);
  }

  public long pages() {
    return pages;
  }

  public long anon() {
    return anon;
  }

  public long active() {
    return active;
  }

  public long writeback() {
    return writeback;
  }

  /** How often the page is mapped that is mapped most. */
  public long mapcountMax() {
    return mapcountMax;
  }

  public long dirty() {
    return dirty;
  }

  public long swapcache() {
    return swapcache;
  }

  /** Pages by node. */
  public Map<Integer, Long> nodes() {
    return nodes;
  }
}
