package org.vmcore.kernel.mm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.model.Program;
import org.vmcore.model.Value;
import org.vmcore.paging.SwapEntry;

/** A {@code struct swap_info_struct}, {@code include/linux/swap.h}: a device or file in use. */
public final class SwapArea {
  private static final long SWP_USED = 1;
  private static final long SWP_WRITEOK = 1 << 1;
  private static final long SWAP_HAS_CACHE = 0x40;
  private static final long COUNT_CONTINUED = 0x80;
  private static final long SWAP_USAGE_COUNTER_MASK = ~(1L << 62); // mm/swapfile.c, 6.13+
  private static final long S_IFMT = 0170000; // include/uapi/linux/stat.h
  private static final long S_IFBLK = 0060000;

  private final Value info;

  private SwapArea(Value info) {
    this.info = info;
  }

  /** Areas in use by their number in the kernel. */
  public static List<SwapArea> of(Program kernel) {
    return kernel.computed(SwapArea.class, SwapArea::find);
  }

  private static List<SwapArea> find(Program kernel) {
    Optional<Value> table = kernel.findSymbol("swap_info");
    List<SwapArea> areas = new ArrayList<>();
    for (int type = 0; table.isPresent() && type < table.get().length(); type++) {
      Value info = table.get().index(type);
      if (info.isNull()) {
        break; // swap_type_to_swap_info(): areas are taken into use one after the other
      }
      if (isInUse(info.deref())) {
        areas.add(new SwapArea(info.deref()));
      }
    }
    return List.copyOf(areas);
  }

  /** As {@code swap_start()} passes over those that are being set up or taken away. */
  private static boolean isInUse(Value info) {
    boolean mapped = !info.has("swap_map") || !info.field("swap_map").isNull();
    return mapped && !info.field("swap_file").isNull();
  }

  /** The {@code struct file} that was opened for it. */
  public Value file() {
    return info.field("swap_file").deref();
  }

  /** Whether it is a device, not a file. */
  public boolean isPartition() {
    return (file().field("f_inode").field("i_mode").asLong() & S_IFMT) == S_IFBLK;
  }

  public long pages() {
    return info.field("pages").asLong();
  }

  /** {@code swap_usage_in_pages()}. */
  public long inusePages() {
    Value pages = info.field("inuse_pages");
    return pages.has("counter")
        ? pages.field("counter").asLong() & SWAP_USAGE_COUNTER_MASK
        : pages.asLong();
  }

  public int priority() {
    return info.field("prio").asInt();
  }

  /** Whether an area has this number; what a page table says of others is no swap. */
  static boolean exists(Program kernel, int type) {
    return find(kernel, type).isPresent();
  }

  private static Optional<Value> find(Program kernel, int type) {
    return kernel
        .findSymbol("swap_info")
        .filter(table -> type < table.length())
        .map(table -> table.index(type))
        .filter(info -> !info.isNull());
  }

  /**
   * {@code swp_swapcount()}: how many page tables lead to a page of swap; empty where more pages
   * count on, and where clusters have tables of their own (7.0+).
   */
  static OptionalLong swapCount(Program kernel, SwapEntry entry) {
    Optional<Value> map =
        find(kernel, entry.type())
            .filter(info -> info.has("swap_map") && !info.field("swap_map").isNull())
            .map(info -> info.field("swap_map"));
    if (map.isEmpty()) {
      return OptionalLong.empty();
    }
    long count = map.get().index(entry.offset()).asLong();
    return (count & COUNT_CONTINUED) == 0
        ? OptionalLong.of(count & ~SWAP_HAS_CACHE)
        : OptionalLong.empty();
  }

  /** Whether {@code swapoff()} is emptying it. */
  private boolean isToBeUnused() {
    long flags = info.field("flags").asLong();
    return (flags & SWP_USED) != 0 && (flags & SWP_WRITEOK) == 0;
  }

  private static long toBeUnused(Program kernel) {
    return of(kernel).stream().filter(SwapArea::isToBeUnused).mapToLong(SwapArea::inusePages).sum();
  }

  /** {@code si_swapinfo()}: pages of all areas. */
  public static long totalPages(Program kernel) {
    return totalSwapPages(kernel) + toBeUnused(kernel);
  }

  /** {@code si_swapinfo()}: free pages of all areas. */
  public static long freePages(Program kernel) {
    return kernel.findSymbol("nr_swap_pages").map(n -> n.field("counter").asLong()).orElse(0L)
        + toBeUnused(kernel);
  }

  /** {@code total_swap_pages}: of areas that take more. */
  static long totalSwapPages(Program kernel) {
    return kernel.findSymbol("total_swap_pages").map(Value::asLong).orElse(0L);
  }
}
