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
                        "cannot place the kernel image: no NUMBER(kimage_voffset) of VMCOREINFO in"
                            + " notes or memory",
                        dump.name(),
                        "give the vmlinux of the crashed kernel, or the text with --vmcoreinfo"));
    this.pageShift = symbols.pageShift(12);
    this.configuredBits = bounded(symbols.number("VA_BITS").orElse(DEFAULT_VA_BITS));
    this.actualBits = actualBits();
    long root = symbols.anyAddress("swapper_pg_dir") - kimageVoffset;
    this.walker =
        new PageTableWalker(dump, new Arm64PageTables(pageShift, tableBits(), true), root);
  }

  private static int bounded(long bits) {
    return (int) Math.max(36, Math.min(52, bits));
  }

  /** What the processor can do, {@code vabits_actual}; at most what the kernel was built for. */
  private int actualBits() {
    OptionalLong t1sz = symbols.number("TCR_EL1_T1SZ");
    if (t1sz.isPresent()) {
      return bounded(64 - t1sz.getAsLong());
    }
    // Before 5.9 only the place of the kernel's image tells: with 52 bits it lies below bit 51.
    OptionalLong inImage = symbols.address("mem_section");
    boolean narrower = configuredBits == 52 && (inImage.orElse(0) >>> 51 & 1) != 0;
    return narrower ? DEFAULT_VA_BITS : configuredBits;
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
    PageTableForm user =
        new Arm64PageTables(spaces.pageShift, spaces.tableBits(), false, spaces.swapEntries());
    return new KernelAddressSpace(dump, kernel, user);
  }

  private Arm64SwapEntries swapEntries() {
    OptionalLong rights = symbols.address("protection_map");
    OptionalLong none = rights.isEmpty() ? rights : walker.wordAt(rights.getAsLong());
    return none.isEmpty()
        ? Arm64SwapEntries.UNKNOWN
        : Arm64SwapEntries.of(
            none.getAsLong(), symbols.enumerator("PG_anon_exclusive").isPresent());
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

  /**
   * From the start of the kernel's range up to its upper half, where the processor's range is
   * narrower than the kernel's with a negative PHYS_OFFSET; before 5.4 that upper half.
   */
  private List<LinearMap> candidates() {
    long physOffset = symbols.number("PHYS_OFFSET").orElse(dump.description().physBase());
    List<LinearMap> all = new ArrayList<>();
    for (int bits : new int[] {configuredBits, actualBits}) {
      long range = 1L << bits;
      all.add(new LinearMap(-range, range - (1L << actualBits - 1), physOffset));
      all.add(new LinearMap(-range / 2, range / 2, physOffset));
    }
    return all;
  }
}
