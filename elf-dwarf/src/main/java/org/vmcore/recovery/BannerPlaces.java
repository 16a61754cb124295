package org.vmcore.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.vmcore.dump.Dump;
import org.vmcore.dump.VmcoreInfo;
import org.vmcore.paging.PageTableForm;
import org.vmcore.paging.PageTableWalker;
import org.vmcore.paging.RiscvPageTables;
import org.vmcore.paging.S390PageTables;

/**
 * Where a riscv64, s390x or ppc64 kernel may be, by its banner in memory: its page tables are as
 * far from it as they were linked, and say at which addresses it ran.
 */
final class BannerPlaces {
  private static final long PPC64_PAGE_OFFSET = 0xc000_0000_0000_0000L;
  private static final int PAGE_BYTES = 4096;
  private static final int LARGEST_PAGE_BYTES = 1 << 16;

  private final Dump dump;
  private final LinkedKernel kernel;
  private final long bannerPaddr;
  private final long linked;

  private BannerPlaces(Dump dump, LinkedKernel kernel, long bannerPaddr, long linked) {
    this.dump = dump;
    this.kernel = kernel;
    this.bannerPaddr = bannerPaddr;
    this.linked = linked;
  }

  /**
   * @param machine as {@code uname -m} spells it
   */
  static List<VmcoreInfo> of(String machine, Dump dump, LinkedKernel kernel, long bannerPaddr) {
    OptionalLong linked = kernel.address("linux_banner");
    if (linked.isEmpty()) {
      return List.of();
    }
    BannerPlaces places = new BannerPlaces(dump, kernel, bannerPaddr, linked.getAsLong());
    return switch (machine) {
      case "riscv64" -> places.riscv();
      case "s390x" -> places.s390();
      case "ppc64", "ppc64le" -> places.ppc64();
      default -> List.of();
    };
  }

  /** Each address of a range that the kernel's tables, laid out so, map the banner to. */
  private List<Long> addresses(PageTableForm form, long first, long last) {
    OptionalLong root = kernel.address("swapper_pg_dir");
    if (root.isEmpty()) {
      return List.of();
    }
    PageTableWalker walker =
        new PageTableWalker(dump, form, bannerPaddr + root.getAsLong() - linked);
    return TopTableSearch.addressesOf(walker, first, last, bannerPaddr).stream()
        .filter(vaddr -> (vaddr - linked) % PAGE_BYTES == 0)
        .toList();
  }

  private PlaceText place(long bannerVaddr, int pageBytes) {
    return new PlaceText(kernel, bannerVaddr - linked).pageSize(pageBytes);
  }

  /** Image and linear map are in the upper half, of a width that its levels tell. */
  private List<VmcoreInfo> riscv() {
    List<VmcoreInfo> places = new ArrayList<>();
    for (int levels = 3; levels <= 5; levels++) {
      RiscvPageTables form = new RiscvPageTables(levels);
      int bits = form.shift(levels + 1);
      for (long vaddr : addresses(form, -1L << bits - 1, -1)) {
        places.add(
            place(vaddr, PAGE_BYTES)
                .number("VA_BITS", bits)
                .number("va_kernel_pa_offset", vaddr - bannerPaddr)
                .info());
      }
    }
    return places;
  }

  /** Image and memory at their physical addresses; since 6.10 apart from them and each other. */
  private List<VmcoreInfo> s390() {
    List<VmcoreInfo> places = new ArrayList<>();
    for (int levels = 2; levels <= 5; levels++) {
      S390PageTables form = new S390PageTables(levels, true);
      int bits = form.shift(levels) + form.indexBits(levels);
      for (long vaddr : addresses(form, 0, bits >= Long.SIZE ? -1 : (1L << bits) - 1)) {
        PlaceText place = place(vaddr, PAGE_BYTES);
        places.add(
            vaddr == bannerPaddr
                ? place.info()
                : place.hex("KERNELOFFPHYS", bannerPaddr - linked).info());
      }
    }
    return places;
  }

  /** The image lies in the linear map, which the architecture fixes. */
  private List<VmcoreInfo> ppc64() {
    int pageBytes = kernel.pageSizeBytes().orElse(LARGEST_PAGE_BYTES);
    return List.of(place(PPC64_PAGE_OFFSET | bannerPaddr, pageBytes).info());
  }
}
