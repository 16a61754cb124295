package org.vmcore.kernel.mm;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Counters of huge pages that processes get unasked: {@code mm/huge_memory.c}. */
public final class TransparentHugePages {
  private static final List<String> ITEMS =
      List.of(
          "NR_ANON_THPS",
          "NR_FILE_THPS",
          "NR_SHMEM_THPS",
          "NR_SHMEM_PMDMAPPED",
          "NR_FILE_PMDMAPPED");

  private static final Pattern SIZE = Pattern.compile("hugepages-(\\d{1,9})kB/");

  private final Program kernel;
  private final Set<Long> items = new HashSet<>();
  private final long pagesEach;
  private final boolean countedInPages;

  private TransparentHugePages(Program kernel) {
    this.kernel = kernel;
    if (isBuiltIn(kernel)) {
      ITEMS.forEach(item -> kernel.findEnumerator(item).ifPresent(items::add));
    }
    // A page table has a page, an entry 8 bytes: what the upper one maps at once.
    this.pagesEach = kernel.pageSizeBytes() / Long.BYTES;
    this.countedInPages = areCountedInPages(kernel);
  }

  public static TransparentHugePages of(Program kernel) {
    return kernel.computed(TransparentHugePages.class, TransparentHugePages::new);
  }

  /** {@code CONFIG_TRANSPARENT_HUGEPAGE}. */
  public static boolean isBuiltIn(Program kernel) {
    return kernel.hasSymbol("transparent_hugepage_flags");
  }

  /**
   * Since 5.12 (57b2847d3c1d and its like) the counters are in pages. That series also took the
   * scale out of the table of what control groups count.
   */
  private static boolean areCountedInPages(Program kernel) {
    return kernel.hasType("struct memory_stat")
        ? !kernel.hasMember("struct memory_stat", "ratio")
        : kernel.findEnumerator("NR_SWAPCACHE").isPresent(); // of the same release
  }

  /** Whether a bit of {@code transparent_hugepage_flags} is set, by its name. */
  public boolean has(String flag) {
    OptionalLong bit = kernel.findEnumerator(flag);
    long flags = kernel.symbol("transparent_hugepage_flags").asLong();
    return bit.isPresent() && (flags >> bit.getAsLong() & 1) != 0;
  }

  /**
   * The order of pages that a path is about: 4 for {@code hugepages-64kB/enabled}.
   *
   * @throws Malformed when it names no size
   */
  public static int orderOf(Program kernel, String path) {
    Matcher size = SIZE.matcher(path);
    if (!size.lookingAt()) {
      throw new Malformed("no size of pages", path, 0);
    }
    long pages = Long.parseLong(size.group(1)) << 10 >> kernel.pageShift();
    return Long.numberOfTrailingZeros(Long.highestOneBit(Math.max(1, pages)));
  }

  /**
   * The mode of pages of an order, 6.8+: {@code always}, {@code inherit}, {@code within_size},
   * {@code madvise}, or {@code never}.
   *
   * @param bitmaps how the names of the modes' bitmaps begin: {@code huge_anon_orders_}
   */
  public static String modeOf(Program kernel, String bitmaps, int order) {
    for (String mode : List.of("always", "inherit", "within_size", "madvise")) {
      long orders = kernel.findSymbol(bitmaps + mode).map(Value::asLong).orElse(0L);
      if ((orders >> order & 1) != 0) {
        return mode;
      }
    }
    return "never";
  }

  /** {@code HPAGE_PMD_NR}: pages in one of the huge pages that are counted. */
  public long pagesEach() {
    return pagesEach;
  }

  /** What such a counter means in pages. */
  public long pages(long count) {
    return countedInPages ? count : count * pagesEach;
  }

  /**
   * What {@code vmstat} and {@code zoneinfo} show of a counter of nodes: huge pages where it counts
   * those, {@code vmstat_item_print_in_thp()}.
   */
  public long shown(long item, long count) {
    return countedInPages && items.contains(item) ? count / pagesEach : count;
  }
}
