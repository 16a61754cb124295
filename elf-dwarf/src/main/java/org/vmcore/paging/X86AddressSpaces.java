package org.vmcore.paging;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.vmcore.dump.Dump;

/**
 * Where an x86-64 kernel has its page tables and maps, {@code Documentation/arch/x86/x86_64/mm}.
 */
final class X86AddressSpaces {
  private static final long START_KERNEL_MAP = 0xffff_ffff_8000_0000L; // __START_KERNEL_map
  private static final long KERNEL_IMAGE_BYTES = 1L << 30; // KERNEL_IMAGE_SIZE with KASLR
  private static final long[] PAGE_OFFSETS_4_LEVEL = {
    0xffff_8880_0000_0000L, 0xffff_8800_0000_0000L
  };
  private static final long[] PAGE_OFFSETS_5_LEVEL = {
    0xff11_0000_0000_0000L, 0xff10_0000_0000_0000L
  };
  private static final long DIRECT_MAP_BYTES_4_LEVEL = 64L << 40;
  private static final long DIRECT_MAP_BYTES_5_LEVEL = 32L << 50;
  private static final long FIRST_FREE_PADDR = 1L << 20; // below lies what firmware keeps

  private final PlacedSymbols symbols;
  private final long physBase;
  private final PageTableWalker walker;
  private final boolean fiveLevels;

  private X86AddressSpaces(Dump dump, PlacedSymbols symbols) {
    this.symbols = symbols;
    this.physBase = symbols.number("phys_base").orElse(dump.description().physBase());
    this.fiveLevels = symbols.number("pgtable_l5_enabled").orElse(0) != 0;
    long root = symbols.anyAddress("init_top_pgt", "init_level4_pgt", "swapper_pg_dir");
    PageTableForm form =
        new X86PageTables(fiveLevels ? 5 : 4, symbols.number("sme_mask").orElse(0));
    this.walker = new PageTableWalker(dump, form, textPaddr(root));
  }

  static KernelAddressSpace kernel(Dump dump, PlacedSymbols symbols) {
    X86AddressSpaces spaces = new X86AddressSpaces(dump, symbols);
    AddressSpace kernel =
        new AddressSpace(
            dump, spaces.walker, spaces.linearMaps(), KernelAddressSpace.CACHED_CHUNKS);
    return new KernelAddressSpace(dump, kernel, spaces.walker.form());
  }

  private long textPaddr(long vaddr) {
    return vaddr - START_KERNEL_MAP + physBase;
  }

  private List<LinearMap> linearMaps() {
    List<LinearMap> maps = new ArrayList<>();
    LinearMapCheck check = new LinearMapCheck(walker);
    OptionalLong start = symbols.address("_stext");
    long last = symbols.address("_end").orElse(START_KERNEL_MAP) - 1;
    if (start.isPresent() && Long.compareUnsigned(start.getAsLong(), last) < 0) {
      long size = Math.min(last + 1 - start.getAsLong(), KERNEL_IMAGE_BYTES);
      LinearMap text = new LinearMap(start.getAsLong(), size, textPaddr(start.getAsLong()));
      if (check.holds(text, start.getAsLong(), start.getAsLong() + size / 2, last)) {
        maps.add(text);
      }
    }
    for (long pageOffset : pageOffsets()) {
      LinearMap direct = new LinearMap(pageOffset, directMapBytes(pageOffset), 0);
      long image = textPaddr(start.orElse(START_KERNEL_MAP));
      if (check.holds(
          direct, direct.virtual(FIRST_FREE_PADDR), direct.virtual(image), highest(direct))) {
        maps.add(0, direct);
        break;
      }
    }
    return maps;
  }

  /** With KASLR the map may begin late in its region, and what follows it too. */
  private long directMapBytes(long pageOffset) {
    long most = fiveLevels ? DIRECT_MAP_BYTES_5_LEVEL : DIRECT_MAP_BYTES_4_LEVEL;
    OptionalLong vmallocBase = symbols.address("vmalloc_base");
    OptionalLong end =
        vmallocBase.isPresent() ? walker.wordAt(vmallocBase.getAsLong()) : OptionalLong.empty();
    return end.isPresent() && Long.compareUnsigned(end.getAsLong(), pageOffset) > 0
        ? Math.min(most, end.getAsLong() - pageOffset)
        : most;
  }

  /** The last page of memory, from {@code high_memory}; else the start of the map once more. */
  private long highest(LinearMap direct) {
    OptionalLong end = symbols.address("high_memory");
    long address = end.isPresent() ? walker.wordAt(end.getAsLong()).orElse(0) - 1 : 0;
    return direct.contains(address) ? address : direct.virtual(FIRST_FREE_PADDR);
  }

  /** {@code page_offset_base} where the kernel has it, else what kernels without KASLR use. */
  private long[] pageOffsets() {
    OptionalLong base = symbols.address("page_offset_base");
    OptionalLong value = base.isPresent() ? walker.wordAt(base.getAsLong()) : OptionalLong.empty();
    if (value.isPresent()) {
      return new long[] {value.getAsLong()};
    }
    return fiveLevels ? PAGE_OFFSETS_5_LEVEL : PAGE_OFFSETS_4_LEVEL;
  }
}
