package org.vmcore.recovery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.vmcore.dump.Dump;
import org.vmcore.dump.MemoryFault;
import org.vmcore.dump.VmcoreInfo;
import org.vmcore.paging.PageTableForm;
import org.vmcore.paging.PageTableWalker;
import org.vmcore.paging.X86PageTables;

/** Where an x86-64 kernel may be: by the registers of its CPUs, or by its banner in memory. */
final class X86Places {
  static final String MACHINE = "x86_64";
  static final long START_KERNEL_MAP = 0xffff_ffff_8000_0000L; // __START_KERNEL_map
  private static final long STEP = 2 << 20; // CONFIG_PHYSICAL_ALIGN
  private static final int NR_STEPS = 512; // KERNEL_IMAGE_SIZE with KASLR: 1 GiB
  private static final int PAGE_SHIFT = 12;
  private static final int PAGE_BYTES = 1 << PAGE_SHIFT;
  private static final int GATE_BYTES = 16;
  private static final long[] ENCRYPTION_MASKS = {0, 1L << 47, 1L << 51}; // sme_mask

  private final Dump dump;
  private final LinkedKernel kernel;

  X86Places(Dump dump, LinkedKernel kernel) {
    this.dump = dump;
    this.kernel = kernel;
  }

  /** By the page tables and the interrupt table that each CPU used. */
  Collection<VmcoreInfo> byRegisters() {
    Map<String, VmcoreInfo> places = new LinkedHashMap<>(); // many CPUs say the same
    for (X86Registers cpu : X86Registers.of(dump.notes())) {
      for (long root : cpu.roots()) {
        PageTableWalker walker =
            new PageTableWalker(dump, new X86PageTables(cpu.levels(), 0), root);
        byInterruptTable(cpu, walker).ifPresent(shift -> add(places, walker, cpu.levels(), shift));
        byFirstPage(walker).ifPresent(shift -> add(places, walker, cpu.levels(), shift));
      }
    }
    return places.values();
  }

  /** Gate 0 leads to the handler of the divide error. */
  private OptionalLong byInterruptTable(X86Registers cpu, PageTableWalker walker) {
    OptionalLong linked = kernel.address("asm_exc_divide_error", "divide_error");
    OptionalLong low = walker.wordAt(cpu.idtBase());
    OptionalLong high = walker.wordAt(cpu.idtBase() + GATE_BYTES / 2);
    if (linked.isEmpty() || low.isEmpty() || high.isEmpty()) {
      return OptionalLong.empty();
    }
    long handler =
        low.getAsLong() & 0xffff | low.getAsLong() >>> 32 & 0xffff_0000L | high.getAsLong() << 32;
    long shift = handler - linked.getAsLong();
    return shift % PAGE_BYTES == 0 ? OptionalLong.of(shift) : OptionalLong.empty();
  }

  /** The image begins with the first page that is mapped where images may be. */
  private OptionalLong byFirstPage(PageTableWalker walker) {
    OptionalLong linked = kernel.address("_stext");
    if (linked.isPresent()) {
      for (int i = 0; i < NR_STEPS; i++) {
        long vaddr = START_KERNEL_MAP + i * STEP;
        if (isMapped(walker, vaddr)) {
          return OptionalLong.of(vaddr - (linked.getAsLong() & -STEP));
        }
      }
    }
    return OptionalLong.empty();
  }

  private void add(Map<String, VmcoreInfo> places, PageTableWalker walker, int levels, long shift) {
    OptionalLong stext = kernel.address("_stext");
    if (stext.isPresent()) {
      long placed = stext.getAsLong() + shift;
      try {
        long physBase = walker.translate(placed) - (placed - START_KERNEL_MAP);
        VmcoreInfo place = place(shift, physBase, levels, 0);
        places.put(place.text(), place);
      } catch (MemoryFault notThere) {
        // The registers are of a CPU that ran something else.
      }
    }
  }

  /**
   * Without any symbol: the page tables that map most of what may be the image, and the first page
   * that they map of it, where {@code _stext} is.
   */
  static Optional<VmcoreInfo> byRegistersAlone(Dump dump) {
    Optional<VmcoreInfo> best = Optional.empty();
    long mostSteps = 0;
    for (X86Registers cpu : X86Registers.of(dump.notes())) {
      for (long root : cpu.roots()) {
        PageTableWalker walker =
            new PageTableWalker(dump, new X86PageTables(cpu.levels(), 0), root);
        long[] mapped =
            IntStream.range(0, NR_STEPS)
                .mapToLong(i -> START_KERNEL_MAP + i * STEP)
                .filter(vaddr -> isMapped(walker, vaddr))
                .toArray();
        if (mapped.length > mostSteps) {
          mostSteps = mapped.length;
          long physBase = walker.translate(mapped[0]) - (mapped[0] - START_KERNEL_MAP);
          long placed = START_KERNEL_MAP + root - physBase;
          best = Optional.of(bare(mapped[0], placed, physBase, cpu.levels()).info());
        }
      }
    }
    return best;
  }

  private static PlaceText bare(long stext, long root, long physBase, int levels) {
    return new PlaceText()
        .symbol("_stext", stext)
        .symbol("init_top_pgt", root)
        .pageSize(PAGE_BYTES)
        .number("phys_base", physBase)
        .number("pgtable_l5_enabled", levels - 4);
  }

  /**
   * Of five levels first: the second table of these translates the image as well as the top one.
   */
  static List<TopTableSearch.Layout> layouts() {
    List<TopTableSearch.Layout> layouts = new ArrayList<>();
    for (long mask : ENCRYPTION_MASKS) {
      for (int levels : new int[] {5, 4}) {
        layouts.add(
            new TopTableSearch.Layout(
                new X86PageTables(levels, mask),
                PAGE_SHIFT,
                START_KERNEL_MAP,
                START_KERNEL_MAP + NR_STEPS * STEP - 1));
      }
    }
    return layouts;
  }

  /** What is known of a kernel without its symbols: where its image begins, and its tables. */
  static VmcoreInfo bare(TopTableSearch.Found found, long bannerPaddr) {
    X86PageTables form = (X86PageTables) found.layout().form();
    long physBase = bannerPaddr - (found.bannerVaddr() - START_KERNEL_MAP);
    long root = START_KERNEL_MAP + found.rootPaddr() - physBase;
    return bare(found.imageStart(), root, physBase, form.levels())
        .symbol("linux_banner", found.bannerVaddr())
        .number("sme_mask", form.encryptionMask())
        .info();
  }

  /** Physical addresses at which the banner may be, given {@code phys_base}. */
  LongStream banners(long physBase) {
    OptionalLong banner = kernel.address("linux_banner");
    return banner.isEmpty()
        ? LongStream.empty()
        : LongStream.range(0, NR_STEPS)
            .map(i -> banner.getAsLong() + i * STEP - START_KERNEL_MAP + physBase);
  }

  /** By the banner's physical address: the shift is the one that the page tables confirm. */
  List<VmcoreInfo> byBanner(long bannerPaddr) {
    OptionalLong banner = kernel.address("linux_banner");
    OptionalLong root = kernel.address("init_top_pgt", "init_level4_pgt", "swapper_pg_dir");
    List<VmcoreInfo> places = new ArrayList<>();
    if (banner.isEmpty() || root.isEmpty()) {
      return places;
    }
    long rootPaddr = bannerPaddr + root.getAsLong() - banner.getAsLong();
    for (int levels = 4; levels <= 5; levels++) {
      for (long mask : ENCRYPTION_MASKS) {
        PageTableForm form = new X86PageTables(levels, mask);
        PageTableWalker walker = new PageTableWalker(dump, form, rootPaddr);
        for (int i = 0; i < NR_STEPS; i++) {
          long vaddr = banner.getAsLong() + i * STEP;
          if (vaddr < 0 && isAt(walker, vaddr, bannerPaddr)) {
            places.add(place(i * STEP, bannerPaddr - (vaddr - START_KERNEL_MAP), levels, mask));
          }
        }
      }
    }
    return places;
  }

  private static boolean isMapped(PageTableWalker walker, long vaddr) {
    try {
      walker.translate(vaddr);
      return true;
    } catch (MemoryFault hole) {
      return false;
    }
  }

  private static boolean isAt(PageTableWalker walker, long vaddr, long paddr) {
    try {
      return walker.translate(vaddr) == paddr;
    } catch (MemoryFault hole) {
      return false;
    }
  }

  private VmcoreInfo place(long shift, long physBase, int levels, long encryptionMask) {
    return new PlaceText(kernel, shift)
        .pageSize(PAGE_BYTES)
        .number("phys_base", physBase)
        .number("pgtable_l5_enabled", levels - 4)
        .number("sme_mask", encryptionMask)
        .info();
  }
}
