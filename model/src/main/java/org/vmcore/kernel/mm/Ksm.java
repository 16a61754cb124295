package org.vmcore.kernel.mm;

import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Numbers of {@code mm/ksm.c}. */
public final class Ksm {
  private Ksm() {}

  /** The variable behind a file: {@code pages_shared}, {@code sleep_millisecs}, {@code run}. */
  public static long number(Program kernel, String name) {
    Value variable =
        kernel
            .findSymbol("ksm_" + name)
            .or(() -> kernel.findSymbol("ksm_thread_" + name))
            .orElseGet(() -> kernel.symbol(name)); // ksm_zero_pages
    return count(variable);
  }

  /** Some of the numbers became atomic ones. */
  private static long count(Value number) {
    return number.has("counter") ? number.field("counter").asLong() : number.asLong();
  }

  /** Pages that change too often to be shared: what is left of those looked at. */
  public static long pagesVolatile(Program kernel) {
    long left =
        number(kernel, "rmap_items")
            - number(kernel, "pages_shared")
            - number(kernel, "pages_sharing")
            - number(kernel, "pages_unshared");
    return Math.max(0, left);
  }

  /** {@code general_profit_show()}: memory saved less memory spent on it. */
  public static long generalProfitBytes(Program kernel) {
    long pages = number(kernel, "pages_sharing");
    if (kernel.hasSymbol("ksm_zero_pages")) { // 6.6+
      pages += number(kernel, "ksm_zero_pages");
    }
    return profitBytes(kernel, pages, number(kernel, "rmap_items"));
  }

  private static long profitBytes(Program kernel, long savedPages, long items) {
    String item =
        kernel.hasType("struct ksm_rmap_item") ? "struct ksm_rmap_item" : "struct rmap_item";
    return savedPages * kernel.pageSizeBytes() - items * kernel.sizeOf(item);
  }

  /** Whether pages of zeros are counted for each process: 6.6+. */
  public static boolean countsZeroPages(Value mm) {
    return mm.has("ksm_zero_pages");
  }

  /** {@code mm_ksm_zero_pages()}. */
  public static long zeroPages(Value mm) {
    return count(mm.field("ksm_zero_pages"));
  }

  /** {@code ksm_process_profit()}: memory that a process saves less memory spent on it. */
  public static long profitBytes(Value mm) {
    long pages = mm.field("ksm_merging_pages").asLong();
    if (countsZeroPages(mm)) {
      pages += zeroPages(mm);
    }
    return profitBytes(mm.program(), pages, mm.field("ksm_rmap_items").asLong());
  }
}
