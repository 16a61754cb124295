package org.vmcore.paging;

import java.util.List;
import java.util.OptionalLong;
import org.vmcore.dump.Dump;
import org.vmcore.dump.MemoryFault;
import org.vmcore.io.Unsupported;

/**
 * Where a ppc64 kernel has its page tables: below the linear map, which the architecture fixes,
 * {@code arch/powerpc/include/asm/page.h}.
 */
final class Ppc64AddressSpaces {
  private static final long PAGE_OFFSET = 0xc000_0000_0000_0000L;
  private static final long LINEAR_BYTES = 1L << 51; // vmalloc and the rest begin at 0xc008...

  private Ppc64AddressSpaces() {}

  /**
   * @throws Unsupported with the hash MMU, whose tables for vmalloc and modules are not read
   */
  static KernelAddressSpace kernel(Dump dump, PlacedSymbols symbols) {
    LinearMap linear = new LinearMap(PAGE_OFFSET, LINEAR_BYTES, 0);
    long root = linear.physical(symbols.anyAddress("swapper_pg_dir"));
    int pageShift = symbols.pageShift(16);
    PageTableWalker walker =
        new PageTableWalker(dump, new Ppc64RadixPageTables(pageShift, true), root);
    boolean hash = symbols.number("RADIX_MMU").equals(OptionalLong.of(0));
    if (hash || !isMapped(walker, symbols.anyAddress("_stext", "swapper_pg_dir"))) {
      throw new Unsupported(
          "the kernel does not use radix page tables",
          dump.name(),
          "kernels with the hash MMU cannot be read; crash reads them");
    }
    AddressSpace kernel =
        new AddressSpace(dump, walker, List.of(linear), KernelAddressSpace.CACHED_CHUNKS);
    return new KernelAddressSpace(dump, kernel, new Ppc64RadixPageTables(pageShift, false));
  }

  private static boolean isMapped(PageTableWalker walker, long vaddr) {
    try {
      return walker.translate(vaddr) == (vaddr & ~PAGE_OFFSET);
    } catch (MemoryFault fault) {
      return false;
    }
  }
}
