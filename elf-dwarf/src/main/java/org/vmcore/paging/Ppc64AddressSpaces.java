package org.vmcore.paging;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.vmcore.dump.Dump;
import org.vmcore.dump.MemoryFault;

/**
 * Where a ppc64 kernel has its page tables: below the linear map, which the architecture fixes,
 * {@code arch/powerpc/include/asm/page.h}.
 */
final class Ppc64AddressSpaces {
  private static final long PAGE_OFFSET = 0xc000_0000_0000_0000L;
  private static final long LINEAR_BYTES = 1L << 51; // vmalloc and the rest begin at 0xc008...

  private static final int MAX_VMEMMAP_PIECES = 1 << 14;

  private Ppc64AddressSpaces() {}

  /** By radix tables; of kernels with the hash MMU what is mapped in one piece. */
  static KernelAddressSpace kernel(Dump dump, PlacedSymbols symbols) {
    LinearMap linear = new LinearMap(PAGE_OFFSET, LINEAR_BYTES, 0);
    long root = linear.physical(symbols.anyAddress("swapper_pg_dir"));
    int pageShift = symbols.pageShift(16);
    PageTableWalker walker =
        new PageTableWalker(dump, new Ppc64RadixPageTables(pageShift, true), root);
    boolean hash = symbols.number("RADIX_MMU").equals(OptionalLong.of(0));
    if (hash || !isMapped(walker, symbols.anyAddress("_stext", "swapper_pg_dir"))) {
      return hashed(dump, symbols, linear);
    }
    AddressSpace kernel =
        new AddressSpace(dump, walker, List.of(linear), KernelAddressSpace.CACHED_CHUNKS);
    return new KernelAddressSpace(dump, kernel, new Ppc64RadixPageTables(pageShift, false));
  }

  private static KernelAddressSpace hashed(Dump dump, PlacedSymbols symbols, LinearMap linear) {
    PageTableForm none = new Ppc64HashPageTables();
    PageTableWalker walker = new PageTableWalker(dump, none, 0);
    List<LinearMap> maps = new ArrayList<>(List.of(linear));
    try {
      AddressSpace memory = new AddressSpace(dump, walker, maps, 1);
      maps.addAll(vmemmap(memory, symbols));
    } catch (MemoryFault damaged) {
      // Without it page frames have no struct page; the rest can be read.
    }
    AddressSpace kernel = new AddressSpace(dump, walker, maps, KernelAddressSpace.CACHED_CHUNKS);
    return new KernelAddressSpace(dump, kernel, none);
  }

  /** {@code vmemmap_list}: pieces of one size that hold {@code struct page}s. */
  private static List<LinearMap> vmemmap(AddressSpace memory, PlacedSymbols symbols) {
    List<LinearMap> pieces = new ArrayList<>();
    OptionalLong head = symbols.address("vmemmap_list");
    OptionalLong list = symbols.decimal("OFFSET(vmemmap_backing.list)");
    OptionalLong phys = symbols.decimal("OFFSET(vmemmap_backing.phys)");
    OptionalLong virt = symbols.decimal("OFFSET(vmemmap_backing.virt_addr)");
    OptionalLong shift = vmemmapShift(memory, symbols);
    if (head.isEmpty() || list.isEmpty() || phys.isEmpty() || virt.isEmpty() || shift.isEmpty()) {
      return pieces;
    }
    long sizeBytes = 1L << shift.getAsLong();
    long at = memory.u64(head.getAsLong());
    while (at != 0 && pieces.size() < MAX_VMEMMAP_PIECES) {
      pieces.add(
          new LinearMap(
              memory.u64(at + virt.getAsLong()), sizeBytes, memory.u64(at + phys.getAsLong())));
      at = memory.u64(at + list.getAsLong());
    }
    return pieces;
  }

  /** {@code mmu_psize_defs[mmu_vmemmap_psize].shift}. */
  private static OptionalLong vmemmapShift(AddressSpace memory, PlacedSymbols symbols) {
    OptionalLong definitions = symbols.address("mmu_psize_defs");
    OptionalLong index = symbols.address("mmu_vmemmap_psize");
    OptionalLong size = symbols.decimal("SIZE(mmu_psize_def)");
    OptionalLong offset = symbols.decimal("OFFSET(mmu_psize_def.shift)");
    if (definitions.isEmpty() || index.isEmpty() || size.isEmpty() || offset.isEmpty()) {
      return OptionalLong.empty();
    }
    long definition =
        definitions.getAsLong() + (memory.u32(index.getAsLong()) & 0xffff_ffffL) * size.getAsLong();
    int shift = memory.u32(definition + offset.getAsLong());
    return shift >= 12 && shift <= 34 ? OptionalLong.of(shift) : OptionalLong.empty();
  }

  private static boolean isMapped(PageTableWalker walker, long vaddr) {
    try {
      return walker.translate(vaddr) == (vaddr & ~PAGE_OFFSET);
    } catch (MemoryFault fault) {
      return false;
    }
  }
}
