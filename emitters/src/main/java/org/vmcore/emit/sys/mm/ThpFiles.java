package org.vmcore.emit.sys.mm;

import java.util.List;
import java.util.Locale;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.mm.TransparentHugePages;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;

/**
 * Huge pages for programs that do not ask for them: {@code mm/huge_memory.c}, {@code
 * mm/khugepaged.c}, {@code mm/shmem.c}.
 */
final class ThpFiles {
  private static final String DEFRAG = "TRANSPARENT_HUGEPAGE_DEFRAG_";

  /** By number of {@code SHMEM_HUGE_*}, {@code mm/shmem.c}. */
  private static final List<String> SHMEM_MODES =
      List.of("always", "within_size", "advise", "never", "deny", "force");

  private static final List<Integer> SHMEM_NUMBERS = List.of(1, 2, 3, 0, -1, -2);

  @EmitsMany(path = "sys/kernel/mm/transparent_hugepage/{path*}", each = Attributes.class)
  void attribute(Program kernel, String path, Text out) {
    TransparentHugePages huge = TransparentHugePages.of(kernel);
    switch (path) {
      case "enabled" -> chosen(out, enabled(huge), "always", "madvise", "never");
      case "defrag" ->
          chosen(out, defrag(huge), "always", "defer", "defer+madvise", "madvise", "never");
      case "shmem_enabled" -> {
        int mode = SHMEM_NUMBERS.indexOf(kernel.symbol("shmem_huge").asInt());
        chosen(out, mode < 0 ? "" : SHMEM_MODES.get(mode), SHMEM_MODES.toArray(new String[0]));
      }
      case "use_zero_page" ->
          out.line("%d", huge.has("TRANSPARENT_HUGEPAGE_USE_ZERO_PAGE_FLAG") ? 1 : 0);
      case "hpage_pmd_size" -> out.line("%lu", huge.pagesEach() << kernel.pageShift());
      case "shrink_underused" ->
          out.line("%u", kernel.symbol("split_underused_thp").asBoolean() ? 1 : 0);
      case "khugepaged/defrag" -> out.line("%d", huge.has(DEFRAG + "KHUGEPAGED_FLAG") ? 1 : 0);
      default -> {
        if (path.startsWith("khugepaged/")) {
          out.line("%u", kernel.symbol(path.replace('/', '_')).asLong());
        } else {
          ofSize(kernel, path, out);
        }
      }
    }
  }

  private static String enabled(TransparentHugePages huge) {
    if (huge.has("TRANSPARENT_HUGEPAGE_FLAG")) {
      return "always";
    }
    return huge.has("TRANSPARENT_HUGEPAGE_REQ_MADV_FLAG") ? "madvise" : "never";
  }

  private static String defrag(TransparentHugePages huge) {
    if (huge.has(DEFRAG + "DIRECT_FLAG")) {
      return "always";
    }
    if (huge.has(DEFRAG + "KSWAPD_FLAG")) {
      return "defer";
    }
    if (huge.has(DEFRAG + "KSWAPD_OR_MADV_FLAG")) {
      return "defer+madvise";
    }
    return huge.has(DEFRAG + "REQ_MADV_FLAG") ? "madvise" : "never";
  }

  /** Files of one size of pages, 6.8+: {@code hugepages-64kB/enabled}. */
  private static void ofSize(Program kernel, String path, Text out) {
    int order = TransparentHugePages.orderOf(kernel, path);
    String name = path.substring(path.indexOf('/') + 1);
    switch (name) {
      case "enabled" ->
          chosen(
              out,
              TransparentHugePages.modeOf(kernel, "huge_anon_orders_", order),
              "always",
              "inherit",
              "madvise",
              "never");
      case "shmem_enabled" -> {
        String mode = TransparentHugePages.modeOf(kernel, "huge_shmem_orders_", order);
        chosen(
            out,
            mode.equals("madvise") ? "advise" : mode,
            "always",
            "inherit",
            "within_size",
            "advise",
            "never");
      }
      default -> {
        String item = name.substring(name.indexOf('/') + 1).toUpperCase(Locale.ROOT);
        long index =
            kernel
                .findEnumerator("MTHP_STAT_" + item)
                .orElseGet(() -> kernel.enumerator("MTHP_STAT_" + item.replace("_PTE", "")));
        out.line("%lu", sumMthpStat(kernel, order, index));
      }
    }
  }

  /** {@code sum_mthp_stat()}, {@code mm/huge_memory.c}. */
  private static long sumMthpStat(Program kernel, int order, long item) {
    long nrItems = kernel.enumerator("__MTHP_STAT_COUNT");
    return CpuMask.possible(kernel).stream()
        .mapToObj(cpu -> PerCpu.of(kernel).variable("mthp_stats", cpu).field("stats"))
        .mapToLong(stats -> stats.row(order, nrItems).index(item).asLong())
        .sum();
  }

  private static void chosen(Text out, String chosen, String... modes) {
    String separator = "";
    for (String mode : modes) {
      out.print(mode.equals(chosen) ? "%s[%s]" : "%s%s", separator, mode);
      separator = " ";
    }
    out.append('\n');
  }

  /** Files of the directory and of those in it. */
  @Enumerates("path")
  static final class Attributes implements Enumerator<String> {
    @Override
    public List<Key<String>> keys(Program kernel) {
      return MmFiles.below(kernel, "transparent_hugepage");
    }
  }
}
