package org.vmcore.recovery;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.vmcore.dump.Dump;
import org.vmcore.dump.VmcoreInfo;
import org.vmcore.paging.Arm64PageTables;
import org.vmcore.paging.PageTableWalker;

/**
 * Where an aarch64 kernel may be, by its banner in memory: its page tables are beside it, and say
 * at which addresses it ran.
 */
final class Arm64Places {
  static final String MACHINE = "aarch64";
  private static final int FLAGS = 24; // arch/arm64/include/asm/image.h
  private static final int MAGIC = 56;
  private static final int HEADER_BYTES = 64;
  private static final byte[] IMAGE_MAGIC = {'A', 'R', 'M', 'd'};
  private static final int PAGE_BYTES = 4096;
  private static final int NARROW_BITS = 36;
  private static final int WIDE_BITS = 52;

  /** Granules as page shifts, and the widths that each may have. */
  private static final int[][] FORMS = {
    {12, 48}, {12, 39}, {16, 52}, {16, 48}, {14, 47}, {14, 48}, {16, 42}, {12, 52}, {14, 52},
    {14, 36}
  };

  private final Dump dump;
  private final LinkedKernel kernel;

  Arm64Places(Dump dump, LinkedKernel kernel) {
    this.dump = dump;
    this.kernel = kernel;
  }

  List<VmcoreInfo> byBanner(long bannerPaddr) {
    List<VmcoreInfo> places = new ArrayList<>();
    OptionalLong banner = kernel.address("linux_banner");
    OptionalLong root = kernel.address("swapper_pg_dir");
    if (banner.isEmpty() || root.isEmpty()) {
      return places;
    }
    long toPhysical = bannerPaddr - banner.getAsLong();
    for (int pageShift : pageShifts(toPhysical)) {
      for (int bits : widths(banner.getAsLong())) {
        Arm64PageTables form = new Arm64PageTables(pageShift, bits, true);
        PageTableWalker walker = new PageTableWalker(dump, form, root.getAsLong() + toPhysical);
        for (long vaddr : addressesOf(walker, bannerPaddr, banner.getAsLong())) {
          places.add(place(walker, pageShift, bits, vaddr - banner.getAsLong(), bannerPaddr));
        }
      }
    }
    return places;
  }

  /** The image's header tells its page size, if the header is in the dump. */
  private List<Integer> pageShifts(long toPhysical) {
    OptionalLong text = kernel.address("_text");
    if (text.isPresent()) {
      byte[] header = PhysicalMemory.read(dump, text.getAsLong() + toPhysical, HEADER_BYTES);
      int granule = header.length > FLAGS ? header[FLAGS] >> 1 & 3 : 0;
      if (granule != 0 && Texts.startsWith(header, MAGIC, IMAGE_MAGIC)) {
        return List.of(10 + 2 * granule);
      }
    }
    return List.of(12, 16, 14);
  }

  /**
   * How wide addresses may be. The image lies at the start of the upper half of the kernel's range,
   * before 5.4 at the start of the range.
   */
  private static Set<Integer> widths(long linked) {
    int unused = Long.numberOfLeadingZeros(~linked);
    Set<Integer> widths = new LinkedHashSet<>();
    for (int bits : new int[] {65 - unused, 64 - unused, WIDE_BITS}) {
      if (bits >= NARROW_BITS && bits <= WIDE_BITS) {
        widths.add(bits);
      }
    }
    return widths;
  }

  /** Each address in the image's half of the kernel's range that leads to the banner. */
  private static List<Long> addressesOf(PageTableWalker walker, long paddr, long linked) {
    long half = -1L << Long.SIZE - Long.numberOfLeadingZeros(~linked);
    return TopTableSearch.addressesOf(walker, half, -1, paddr).stream()
        .filter(vaddr -> (vaddr - linked) % PAGE_BYTES == 0)
        .toList();
  }

  /** Layouts of all granules and widths; images are in the upper half, before 5.4 in the lower. */
  static List<TopTableSearch.Layout> layouts() {
    List<TopTableSearch.Layout> layouts = new ArrayList<>();
    for (boolean upper : new boolean[] {true, false}) {
      for (int[] form : FORMS) {
        int bits = form[1];
        long half = -1L << bits - 1;
        long first = upper ? half : -1L << bits;
        layouts.add(
            new TopTableSearch.Layout(
                new Arm64PageTables(form[0], bits, true), form[0], first, first - half - 1));
      }
    }
    return layouts;
  }

  /**
   * What is known of a kernel without its symbols: where its tables are, and its image begins. The
   * image's header is mapped or not, and as large as a segment's alignment or not.
   */
  static List<VmcoreInfo> bare(TopTableSearch.Found found, long bannerPaddr) {
    int bits = ((Arm64PageTables) found.layout().form()).bits();
    long imageOffset = found.bannerVaddr() - bannerPaddr;
    List<VmcoreInfo> places = new ArrayList<>();
    for (int headerBytes : new int[] {0, 0x1000, 0x1_0000}) {
      places.add(
          new PlaceText()
              .symbol("_stext", found.imageStart() + headerBytes)
              .symbol("linux_banner", found.bannerVaddr())
              .symbol("swapper_pg_dir", found.rootPaddr() + imageOffset)
              .pageSize(1 << found.layout().pageShift())
              .number("VA_BITS", bits)
              .number("TCR_EL1_T1SZ", Long.SIZE - bits)
              .number("kimage_voffset", imageOffset)
              .info());
    }
    return places;
  }

  private VmcoreInfo place(
      PageTableWalker walker, int pageShift, int bits, long shift, long bannerPaddr) {
    long banner = kernel.address("linux_banner").orElse(0) + shift;
    PlaceText text =
        new PlaceText(kernel, shift)
            .pageSize(1 << pageShift)
            .number("VA_BITS", bits)
            .number("kimage_voffset", banner - bannerPaddr);
    variable(walker, "memstart_addr", shift).ifPresent(v -> text.number("PHYS_OFFSET", v));
    long actual = variable(walker, "vabits_actual", shift).orElse(0);
    if (actual >= NARROW_BITS && actual <= bits) {
      text.number("TCR_EL1_T1SZ", Long.SIZE - actual);
    }
    return text.info();
  }

  private OptionalLong variable(PageTableWalker walker, String symbol, long shift) {
    OptionalLong vaddr = kernel.address(symbol, shift);
    return vaddr.isPresent() ? walker.wordAt(vaddr.getAsLong()) : vaddr;
  }
}
