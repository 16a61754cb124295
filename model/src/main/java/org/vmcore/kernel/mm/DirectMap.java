package org.vmcore.kernel.mm;

import java.util.LinkedHashMap;
import java.util.Map;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** What sizes of pages map all memory: {@code arch/x86/mm/pat/set_memory.c}. */
public final class DirectMap {
  private static final int PAGE_4K_KB_SHIFT = 2;
  private static final int PAGE_2M_KB_SHIFT = 11;
  private static final int PAGE_1G_KB_SHIFT = 20;

  private DirectMap() {}

  /** {@code arch_report_meminfo()}: kB by size of pages; other machines than x86 do not count. */
  public static Map<String, Long> sizesKb(Program kernel) {
    Map<String, Long> sizes = new LinkedHashMap<>();
    if (!kernel.hasSymbol("direct_pages_count") || kernel.findEnumerator("PG_LEVEL_4K").isEmpty()) {
      return sizes;
    }
    sizes.put("4k", count(kernel, "PG_LEVEL_4K") << PAGE_4K_KB_SHIFT);
    sizes.put("2M", count(kernel, "PG_LEVEL_2M") << PAGE_2M_KB_SHIFT);
    if (kernel.findSymbol("direct_gbpages").map(Value::asBoolean).orElse(false)) {
      sizes.put("1G", count(kernel, "PG_LEVEL_1G") << PAGE_1G_KB_SHIFT);
    }
    return sizes;
  }

  private static long count(Program kernel, String level) {
    return kernel.symbol("direct_pages_count").index(kernel.enumerator(level)).asLong();
  }
}
