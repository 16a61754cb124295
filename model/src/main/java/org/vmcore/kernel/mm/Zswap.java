package org.vmcore.kernel.mm;

import org.vmcore.kernel.config.RodataStrings;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Compressed pages in front of the swap areas, {@code mm/zswap.c}. */
public final class Zswap {
  private Zswap() {}

  /** Whether {@code /proc/meminfo} speaks of it: 5.18+ with {@code CONFIG_ZSWAP}. */
  public static boolean isShown(Program kernel) {
    return kernel.hasSymbol("zswap_stored_pages") && RodataStrings.of(kernel).has("Zswapped:   ");
  }

  /** Pages that were compressed. */
  public static long storedPages(Program kernel) {
    return kernel.symbol("zswap_stored_pages").field("counter").asLong();
  }

  /** {@code zswap_total_pages()}: bytes of the pages that hold the compressed ones. */
  public static long poolBytes(Program kernel) {
    if (kernel.hasSymbol("zswap_pool_total_size")) { // before 6.10
      return kernel.symbol("zswap_pool_total_size").asLong();
    }
    long pages = 0;
    for (Value pool :
        ListHead.forEachEntry(kernel.symbol("zswap_pools"), "struct zswap_pool", "list")) {
      pages += pool.has("zs_pool") ? zsmallocPages(pool.field("zs_pool")) : zpoolPages(pool);
    }
    return pages << kernel.pageShift();
  }

  private static long zsmallocPages(Value pool) {
    return pool.field("pages_allocated").field("counter").asLong();
  }

  /** {@code zpool_get_total_pages()}: one of several allocators, before 6.18. */
  private static long zpoolPages(Value pool) {
    Value zpool = pool.field("zpool");
    String allocator = zpool.field("driver").field("type").asString();
    Value own = zpool.field("pool");
    return switch (allocator) {
      case "zsmalloc" -> zsmallocPages(own.cast("struct zs_pool *"));
      case "zbud" -> own.cast("struct zbud_pool *").field("pages_nr").asLong();
      case "z3fold" -> own.cast("struct z3fold_pool *").at("pages_nr.counter").asLong();
      default -> throw new Malformed("unknown allocator", allocator, zpool.asLong());
    };
  }
}
