package org.vmcore.kernel.mm;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Blocks of pages that are grouped by whether they can be moved, {@code
 * include/linux/pageblock-flags.h}.
 */
public final class PageBlocks {
  private static final int NR_PAGEBLOCK_BITS = 4; // before 6.17: three of the type, one to skip
  private static final long MIGRATETYPE_MASK = 7; // of both
  private static final int MAX_ORDER = 30;
  private static final long MAX_BLOCKS = 1L << 26;

  private final Program kernel;
  private final int order;
  private final int bitsEach;

  private PageBlocks(Program kernel) {
    this.kernel = kernel;
    this.order = order(kernel);
    OptionalLong count = kernel.findEnumerator("__NR_PAGEBLOCK_BITS");
    this.bitsEach =
        count.isPresent() ? 1 << PageFlags.bitsFor(count.getAsLong()) : NR_PAGEBLOCK_BITS;
  }

  public static PageBlocks of(Program kernel) {
    return kernel.computed(PageBlocks.class, PageBlocks::new);
  }

  /** As large as a huge page where there are such, else as the largest free block. */
  private static int order(Program kernel) {
    Optional<Value> variable = kernel.findSymbol("pageblock_order");
    if (variable.isPresent()) {
      int order = variable.get().asInt();
      if (order < 0 || order > MAX_ORDER) {
        throw new Malformed("blocks of 2^" + order + " pages", "pageblock_order", 0);
      }
      return order;
    }
    int largest = Node.online(kernel).get(0).zones().get(0).freeBlocks().length - 1;
    boolean hugePages = kernel.hasSymbol("hstates");
    int hugeOrder = Long.numberOfTrailingZeros(TransparentHugePages.of(kernel).pagesEach());
    return hugePages ? Math.min(hugeOrder, largest) : largest;
  }

  /** {@code pageblock_order}. */
  public int order() {
    return order;
  }

  /** {@code migratetype_names[]}. */
  public List<String> typeNames() {
    return kernel.symbol("migratetype_names").elements().stream().map(Value::asString).toList();
  }

  /** How many blocks of a zone are of each type: {@code pagetypeinfo_showblockcount_print()}. */
  public long[] countByType(Zone zone) {
    MemorySections sections = MemorySections.of(kernel);
    PageFlags flags = PageFlags.of(kernel);
    long[] counts = new long[typeNames().size()];
    long end = zone.startPfn() + Math.min(zone.spannedPages(), MAX_BLOCKS << order);
    for (long pfn = zone.startPfn(); pfn < end; pfn += 1L << order) {
      OptionalLong page = sections.pageAddress(kernel, pfn);
      if (page.isPresent()
          && sections.isOnline(pfn)
          && flags.nid(page.getAsLong()) == zone.nodeId()
          && flags.zone(page.getAsLong()) == zone.index()) {
        int type = type(sections, pfn);
        if (type < counts.length) {
          counts[type]++;
        }
      }
    }
    return counts;
  }

  /** {@code get_pfnblock_migratetype()}; since 6.17 isolation has a bit of its own. */
  private int type(MemorySections sections, long pfn) {
    long block = (pfn & sections.pagesEach() - 1) >> order;
    long bit = block * bitsEach;
    Value words = sections.pageblockFlags(pfn).orElseThrow();
    long bits = words.index(bit / Long.SIZE).asLong() >>> bit % Long.SIZE;
    OptionalLong isolated = kernel.findEnumerator("PB_migrate_isolate");
    if (isolated.isPresent() && (bits >> isolated.getAsLong() & 1) != 0) {
      return (int) kernel.enumerator("MIGRATE_ISOLATE");
    }
    return (int) (bits & MIGRATETYPE_MASK);
  }
}
