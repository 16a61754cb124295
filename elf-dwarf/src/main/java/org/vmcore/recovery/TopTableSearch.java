package org.vmcore.recovery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.vmcore.dump.Dump;
import org.vmcore.dump.MemoryFault;
import org.vmcore.paging.PageTableForm;
import org.vmcore.paging.PageTableWalker;

/**
 * Page tables that neither a register nor a symbol leads to. The kernel's top table lies in its
 * image, behind the banner, which is read-only data: of the pages there each is taken for a top
 * table that can be one, and is one when it maps the banner to where images may be.
 */
final class TopTableSearch {
  private static final long BYTES_BEHIND = 192 << 20;
  private static final int MAX_CANDIDATES = 8; // of a layout whose tables may lead far
  private static final int MAX_SHORT_CANDIDATES = 256; // of one with a range of few tables
  private static final long SHORT_BYTES = 1L << 30;
  private static final int MAX_TABLES = 1 << 14; // vmalloc of 32 GiB in pages of 4 KiB
  private static final int MAX_PLACES = 16;
  private static final int MAX_FOUND = 4; // the kernel's own comes first, then those of processes
  private static final long MAX_IMAGE_BYTES = 256 << 20;
  private static final long MAX_GAP_BYTES = 16 << 20; // between text and data lies what was freed
  private static final int PAGE_BYTES = 4096;
  private static final int LARGEST_PAGE_BYTES = 1 << 16;

  private final Dump dump;
  private final long bannerPaddr;

  /**
   * How tables may be laid out, and where they may map an image.
   *
   * @param pageShift of the kernel's pages: its tables are aligned so
   * @param first lowest address at which an image may be
   * @param last highest
   */
  record Layout(PageTableForm form, int pageShift, long first, long last) {
    /** A short range has few entries in a top table, so that many pages look like one. */
    private int maxCandidates() {
      return last - first < SHORT_BYTES ? MAX_SHORT_CANDIDATES : MAX_CANDIDATES;
    }
  }

  /** A top table that maps the banner to an address. */
  record Found(Layout layout, long rootPaddr, long bannerVaddr, long imageStart) {}

  TopTableSearch(Dump dump, long bannerPaddr) {
    this.dump = dump;
    this.bannerPaddr = bannerPaddr;
  }

  /** The first that can be of each layout, those of the layouts named first in front. */
  List<Found> find(List<Layout> layouts) {
    Map<Layout, List<Long>> candidates = candidates(layouts);
    Map<List<Long>, Found> all = new LinkedHashMap<>();
    for (Layout layout : layouts) {
      int before = all.size();
      for (long root : candidates.get(layout)) {
        PageTableWalker walker = walker(layout, root);
        for (long vaddr : addressesOf(walker, layout.first(), layout.last(), bannerPaddr)) {
          if (all.size() - before < MAX_FOUND) {
            all.putIfAbsent(
                List.of(root, vaddr),
                new Found(layout, root, vaddr, imageStart(walker, layout, vaddr)));
          }
        }
      }
    }
    return List.copyOf(all.values());
  }

  private PageTableWalker walker(Layout layout, long rootPaddr) {
    return new PageTableWalker(dump, layout.form(), rootPaddr);
  }

  /** Pages that can be a top table: all of their entries are none, or lead to stored memory. */
  private Map<Layout, List<Long>> candidates(List<Layout> layouts) {
    Map<Layout, List<Long>> tables = new HashMap<>();
    layouts.forEach(layout -> tables.put(layout, new ArrayList<>()));
    long end = bannerPaddr + BYTES_BEHIND;
    OptionalLong at = dump.nextStored(bannerPaddr & -LARGEST_PAGE_BYTES);
    while (at.isPresent() && at.getAsLong() < end) {
      long page = at.getAsLong() & -PAGE_BYTES;
      for (Layout layout : layouts) {
        List<Long> known = tables.get(layout);
        if ((page & (1L << layout.pageShift()) - 1) == 0
            && known.size() < layout.maxCandidates()
            && walker(layout, page).isLikely(layout.first(), layout.last())) {
          known.add(page);
        }
      }
      at = dump.nextStored(page + PAGE_BYTES);
    }
    return tables;
  }

  /** Each address in a range that the tables map to a physical one. */
  static List<Long> addressesOf(PageTableWalker walker, long first, long last, long paddr) {
    List<Long> found = new ArrayList<>();
    try {
      walker.forEachEntry(
          first,
          last,
          MAX_TABLES,
          entry -> {
            long inside = paddr - entry.paddr();
            if (entry.present()
                && Long.compareUnsigned(inside, entry.sizeBytes()) < 0
                && found.size() < MAX_PLACES) {
              found.add(entry.vaddr() + inside);
            }
          });
    } catch (MemoryFault noTables) {
      // Not the page tables of this width, or damaged ones: what was found counts.
    }
    return found;
  }

  /** Where the piece of memory begins that the tables map as they do the banner. */
  private long imageStart(PageTableWalker walker, Layout layout, long bannerVaddr) {
    long lowest = bannerVaddr - MAX_IMAGE_BYTES;
    long first = Long.compareUnsigned(lowest, layout.first()) < 0 ? layout.first() : lowest;
    long[] image = {bannerVaddr & -PAGE_BYTES, bannerVaddr & -PAGE_BYTES}; // start, end so far
    boolean[] begun = {false};
    try {
      walker.forEachEntry(
          first,
          bannerVaddr,
          entry -> {
            if (entry.present() && entry.vaddr() - entry.paddr() == bannerVaddr - bannerPaddr) {
              if (!begun[0] || entry.vaddr() - image[1] > MAX_GAP_BYTES) {
                image[0] = entry.vaddr();
              }
              begun[0] = true;
              image[1] = entry.vaddr() + entry.sizeBytes();
            }
          });
    } catch (MemoryFault damaged) {
      // The start as far as it could be followed.
    }
    return image[0];
  }
}
