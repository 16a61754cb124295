package org.vmcore.paging;

import java.util.List;
import java.util.OptionalLong;
import org.vmcore.dump.Dump;
import org.vmcore.dump.Page;

/**
 * Where an s390x kernel has its page tables, {@code arch/s390/kernel/vmcore_info.c}: image and
 * memory at their physical addresses, but since 6.10 apart from them.
 */
final class S390AddressSpaces {
  private final PlacedSymbols symbols;
  private final PageTableWalker walker;

  private S390AddressSpaces(Dump dump, PlacedSymbols symbols) {
    this.symbols = symbols;
    long root = imagePaddr(symbols.anyAddress("swapper_pg_dir"));
    this.walker = new PageTableWalker(dump, form(dump, root, true), root);
  }

  static KernelAddressSpace kernel(Dump dump, PlacedSymbols symbols) {
    S390AddressSpaces spaces = new S390AddressSpaces(dump, symbols);
    AddressSpace kernel =
        new AddressSpace(
            dump, spaces.walker, spaces.linearMaps(), KernelAddressSpace.CACHED_CHUNKS);
    return new KernelAddressSpace(dump, kernel, root -> form(dump, root, false));
  }

  /** Every entry of a table tells its level, those that map nothing too. */
  private static PageTableForm form(Dump dump, long root, boolean kernel) {
    Page page = dump.page(root);
    int at = page.offset() + (int) (root - page.paddr());
    long first = (long) AddressSpace.BIG_U64.get(page.bytes(), at);
    return new S390PageTables(S390PageTables.levelsAt(first), kernel);
  }

  private long imagePaddr(long vaddr) {
    OptionalLong physical = symbols.hex("KERNELOFFPHYS");
    return physical.isPresent()
        ? vaddr - symbols.hex("KERNELOFFSET").orElse(0) + physical.getAsLong()
        : vaddr;
  }

  /** All memory in one piece; vmemmap, vmalloc and modules lie behind it. */
  private List<LinearMap> linearMaps() {
    OptionalLong highMemory = symbols.address("high_memory");
    OptionalLong end = highMemory.isEmpty() ? highMemory : walker.wordAt(highMemory.getAsLong());
    OptionalLong start = symbols.address("_stext");
    if (start.isEmpty() || end.isEmpty()) {
      return List.of();
    }
    long base = symbols.hex("IDENTITYBASE").orElse(0);
    LinearMap identity = new LinearMap(base, end.getAsLong() - base, 0);
    long image = identity.virtual(imagePaddr(start.getAsLong()));
    boolean holds =
        new LinearMapCheck(walker).holds(identity, base + (1 << 20), image, end.getAsLong() - 1);
    return holds ? List.of(identity) : List.of();
  }
}
