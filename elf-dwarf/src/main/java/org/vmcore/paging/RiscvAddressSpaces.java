package org.vmcore.paging;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.vmcore.dump.Dump;
import org.vmcore.io.Unsupported;

/** Where a riscv64 kernel has its page tables, {@code arch/riscv/kernel/vmcore_info.c}. */
final class RiscvAddressSpaces {
  private RiscvAddressSpaces() {}

  static KernelAddressSpace kernel(Dump dump, PlacedSymbols symbols) {
    long imageOffset = required(dump, symbols, "va_kernel_pa_offset");
    PageTableForm form = RiscvPageTables.ofBits((int) required(dump, symbols, "VA_BITS"));
    long root = symbols.anyAddress("swapper_pg_dir") - imageOffset;
    PageTableWalker walker = new PageTableWalker(dump, form, root);
    AddressSpace kernel =
        new AddressSpace(
            dump,
            walker,
            linearMaps(symbols, walker, imageOffset),
            KernelAddressSpace.CACHED_CHUNKS);
    return new KernelAddressSpace(dump, kernel, form);
  }

  private static long required(Dump dump, PlacedSymbols symbols, String number) {
    return symbols
        .number(number)
        .orElseThrow(
            () ->
                new Unsupported(
                    "cannot place the kernel: no NUMBER(" + number + ") in VMCOREINFO",
                    dump.name(),
                    "give a text that has it with --vmcoreinfo"));
  }

  /** Image and linear map, where the page tables confirm them. */
  private static List<LinearMap> linearMaps(
      PlacedSymbols symbols, PageTableWalker walker, long imageOffset) {
    List<LinearMap> maps = new ArrayList<>();
    OptionalLong start = symbols.address("_stext");
    OptionalLong pageOffset = symbols.number("PAGE_OFFSET");
    OptionalLong ramBase = symbols.number("phys_ram_base");
    if (start.isEmpty() || pageOffset.isEmpty() || ramBase.isEmpty()) {
      return maps;
    }
    long image = start.getAsLong() - imageOffset;
    // The linear map may take a quarter of the addresses.
    LinearMap linear =
        new LinearMap(
            pageOffset.getAsLong(),
            1L << walker.form().shift(walker.form().levels()) + 7,
            ramBase.getAsLong());
    if (new LinearMapCheck(walker)
        .holds(linear, linear.virtual(image), linear.virtual(ramBase.getAsLong()))) {
      maps.add(linear);
    }
    return maps;
  }
}
