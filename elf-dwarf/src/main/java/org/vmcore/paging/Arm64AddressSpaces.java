package org.vmcore.paging;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.vmcore.dump.Dump;
import org.vmcore.io.Unsupported;

/**
 * Where an aarch64 kernel has its page tables and maps, {@code arch/arm64/include/asm/memory.h}.
 */
final class Arm64AddressSpaces {
  private static final int DEFAULT_VA_BITS = 48;
  private static final int LARGEST_PAGE_SHIFT = 16;

  private final Dump dump;
  private final PlacedSymbols symbols;
  private final long kimageVoffset;
  private final int pageShift;
  private final int configuredBits;
  private final int actualBits;
  private final PageTableWalker walker;

  private Arm64AddressSpaces(Dump dump, PlacedSymbols symbols) {
    this.dump = dump;
    this.symbols = symbols;
    this.kimageVoffset =
        symbols
            .number("kimage_voffset")
            .orElseThrow(
                () ->
                    new Unsupported(
                        "cannot place the kernel image: no NUMBER(kimage_voffset) in VMCOREINFO",
                        dump.name(),
                        ""));
    long pageSize =
        dump.vmcoreInfo().map(i -> i.decimal("PAGESIZE")).orElse(OptionalLong.empty()).orElse(4096);
    this.pageShift =
        Math.max(12, Math.min(LARGEST_PAGE_SHIFT, Long.numberOfTrailingZeros(pageSize)));
    this.configuredBits = bounded(symbols.number("VA_BITS").orElse(DEFAULT_VA_BITS));
    OptionalLong t1sz = symbols.number("TCR_EL1_T1SZ");
    this.actualBits = t1sz.isPresent() ? bounded(64 - t1sz.getAsLong()) : configuredBits;
    long root = symbols.anyAddress("swapper_pg_dir") - kimageVoffset;
    this.walker =
        new PageTableWalker(dump, new Arm64PageTables(pageShift, tableBits(), true), root);
  }

  private static int bounded(long bits) {
    return (int) Math.max(36, Math.min(52, bits));
  }

  /** 64 KiB pages keep the layout of the configured width whatever the CPU can do. */
  private int tableBits() {
    return pageShift == LARGEST_PAGE_SHIFT ? configuredBits : actualBits;
  }

  static KernelAddressSpace kernel(Dump dump, PlacedSymbols symbols) {
    Arm64AddressSpaces spaces = new Arm64AddressSpaces(dump, symbols);
    AddressSpace kernel =
        new AddressSpace(
            dump, spaces.walker, spaces.linearMaps(), KernelAddressSpace.CACHED_CHUNKS);
    PageTableForm user = new Arm64PageTables(spaces.pageShift, spaces.tableBits(), false);
    return new KernelAddressSpace(dump, kernel, user);
  }

  private List<LinearMap> linearMaps() {
    List<LinearMap> maps = new ArrayList<>();
    OptionalLong start = symbols.address("_stext");
    OptionalLong end = symbols.address("_end");
    if (start.isEmpty() || end.isEmpty()) {
      return maps;
    }
    long first = start.getAsLong();
    long last = end.getAsLong() - 1;
    LinearMapCheck check = new LinearMapCheck(walker);
    LinearMap image = new LinearMap(first, last + 1 - first, first - kimageVoffset);
    if (check.holds(image, first, first + (last - first) / 2, last)) {
      maps.add(image);
    }
    for (LinearMap linear : candidates()) {
      // The image lies in memory, and the linear map shows all memory.
      if (check.holds(
          linear, linear.virtual(first - kimageVoffset), linear.virtual(last - kimageVoffset))) {
        maps.add(0, linear);
        break;
      }
    }
    return maps;
  }

  /** The lower half of the kernel's range since 5.4, the upper one before. */
  private List<LinearMap> candidates() {
    long physOffset = symbols.number("PHYS_OFFSET").orElse(dump.description().physBase());
    List<LinearMap> all = new ArrayList<>();
    for (int bits : new int[] {configuredBits, actualBits}) {
      long half = 1L << bits - 1;
      all.add(new LinearMap(-(1L << bits), half, physOffset));
      all.add(new LinearMap(-half, half, physOffset));
    }
    return all;
  }
}
