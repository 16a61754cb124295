package org.vmcore.recovery;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.dump.DescribedDump;
import org.vmcore.dump.Dump;
import org.vmcore.dump.MemoryFault;
import org.vmcore.dump.RawMemory;
import org.vmcore.dump.VmcoreInfo;
import org.vmcore.dump.raw.RawImage;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Unsupported;
import org.vmcore.paging.KernelAddressSpace;
import org.vmcore.paging.NotMapped;
import org.vmcore.paging.PageTableEntry;

/**
 * Memory alone, of which nothing says that it is that, nor how it lies in its file: a PC's may lack
 * the hole below 4 GiB, that of other machines begins at some address. A layout is right when its
 * kernel is found where its text or its page tables say; a PC's page tables must also map memory up
 * to the end that the layout gives it, for the kernel itself may lie below the hole.
 */
public final class RawLayouts implements RawMemory {
  /** Takes for memory alone what proves to be. */
  public static final RawMemory PROVED = new RawLayouts(false);

  /** Takes any file for memory alone: what proves nothing with offsets for addresses. */
  public static final RawMemory ASKED_FOR = new RawLayouts(true);

  private static final long MIN_BYTES = 16 << 20; // no kernel that tells of itself runs in less
  private static final long MAX_UNASKED_BYTES = 1L << 32; // any file may be given by mistake
  private static final long MAX_UNMAPPED_BYTES = 64 << 20; // firmware keeps the end of low memory
  private static final int RELEASE = 2 * 65; // in struct new_utsname
  private static final int RELEASE_BYTES = 65; // __NEW_UTS_LEN + 1
  private static final long KERNEL_HALF_4_LEVEL = 0xffff_8000_0000_0000L;
  private static final long KERNEL_HALF_5_LEVEL = 0xff00_0000_0000_0000L;
  private static final int MAX_ENTRIES = 1 << 24;
  private static final long MAP_ALIGNMENT = 1 << 30; // PUD_SIZE, to which KASLR keeps

  private final boolean askedFor;

  private RawLayouts(boolean askedFor) {
    this.askedFor = askedFor;
  }

  @Override
  public Optional<Dump> of(ByteSource file) {
    Optional<Dump> proved = file.sizeBytes() < MIN_BYTES ? Optional.empty() : proved(file);
    return proved.isEmpty() && askedFor ? Optional.of(RawImage.open(file)) : proved;
  }

  private Optional<Dump> proved(ByteSource file) {
    Dump flat = RawImage.open(file);
    long looked = askedFor ? file.sizeBytes() : Math.min(MAX_UNASKED_BYTES, file.sizeBytes());
    MemorySweep traces =
        new MemorySweep(
            RawImage.open(file.slice("its begin", 0, looked)),
            OptionalLong.empty(),
            text -> isNamed(flat, text.info()));
    traces.run();
    Map<Long, List<VmcoreInfo>> byBanner = new HashMap<>();
    return first(file, (layout, memory, end) -> isTold(memory, end, traces))
        .or(() -> first(file, (layout, mem, end) -> isFound(layout, mem, end, traces, byBanner)));
  }

  /** Whether memory may lie so, up to this physical address. */
  private interface Proof {
    boolean holds(RawLayout layout, Dump memory, long endOfMemory);
  }

  private static Optional<Dump> first(ByteSource file, Proof proof) {
    for (RawLayout layout : RawLayout.all(file.sizeBytes())) {
      Dump memory = layout.over(file);
      if (proof.holds(layout, memory, layout.paddr(file.sizeBytes() - 1) + 1)) {
        return Optional.of(memory);
      }
    }
    return Optional.empty();
  }

  /** By a text of VMCOREINFO. */
  private static boolean isTold(Dump memory, long end, MemorySweep traces) {
    return traces.texts().stream()
        .map(MemorySweep.Text::info)
        .anyMatch(info -> isNamed(memory, info) && mapsAllOf(memory, end, info));
  }

  /** By a banner, and page tables near it. */
  private static boolean isFound(
      RawLayout layout,
      Dump memory,
      long end,
      MemorySweep traces,
      Map<Long, List<VmcoreInfo>> byBanner) {
    UnknownKernel kernel = new UnknownKernel(memory, layout.machine());
    return places(layout, kernel, traces, byBanner).stream()
        .filter(place -> mapsAllOf(memory, end, place))
        .anyMatch(kernel::isProved);
  }

  /** Where the kernel may be by its banners; below a hole that is the same wherever that begins. */
  private static List<VmcoreInfo> places(
      RawLayout layout,
      UnknownKernel kernel,
      MemorySweep traces,
      Map<Long, List<VmcoreInfo>> known) {
    return traces.banners().stream()
        .flatMap(at -> known.computeIfAbsent(layout.paddr(at), kernel::places).stream())
        .toList();
  }

  /** Whether the kernel has the release that its text says where its text says. */
  private static boolean isNamed(Dump memory, VmcoreInfo info) {
    OptionalLong uts = info.symbol("init_uts_ns");
    OptionalLong name = info.decimal("OFFSET(uts_namespace.name)");
    if (uts.isEmpty() || name.isEmpty()) {
      return false;
    }
    try {
      byte[] release =
          kernel(memory, info).read(uts.getAsLong() + name.getAsLong() + RELEASE, RELEASE_BYTES);
      String found = new String(Texts.upToNul(release), StandardCharsets.ISO_8859_1);
      return info.value("OSRELEASE").filter(found::equals).isPresent();
    } catch (MemoryFault | Unsupported elsewhere) {
      return false;
    }
  }

  private static KernelAddressSpace kernel(Dump memory, VmcoreInfo place) {
    return KernelAddressSpace.of(
        new DescribedDump(memory, place, ""), symbol -> OptionalLong.empty());
  }

  /**
   * Whether the page tables map memory up to its end, as the layout has it; of other machines than
   * PCs that is open. The direct map is what most of memory is mapped by in one piece.
   */
  private static boolean mapsAllOf(Dump memory, long endOfMemory, VmcoreInfo place) {
    if (!place.machine().equals(Optional.of(X86Places.MACHINE))) {
      return true;
    }
    Map<Long, DirectMap> maps = new HashMap<>();
    boolean fiveLevels = place.number("pgtable_l5_enabled").orElse(0) != 0;
    OptionalLong root = place.symbol("init_top_pgt");
    int[] nrEntries = {0};
    try {
      kernel(memory, place)
          .forEachUserEntry(
              root.orElseGet(() -> place.symbol("swapper_pg_dir").orElse(0)),
              fiveLevels ? KERNEL_HALF_5_LEVEL : KERNEL_HALF_4_LEVEL,
              X86Places.START_KERNEL_MAP - 1,
              entry -> {
                if (++nrEntries[0] > MAX_ENTRIES) {
                  throw new NotMapped(memory.name(), entry.vaddr(), "page tables without an end");
                }
                long base = entry.vaddr() - entry.paddr();
                if (entry.present() && base % MAP_ALIGNMENT == 0) {
                  maps.computeIfAbsent(base, b -> new DirectMap()).add(entry);
                }
              });
    } catch (MemoryFault | Unsupported elsewhere) {
      return false;
    }
    long mapped =
        maps.values().stream()
            .max(Comparator.comparingLong(map -> map.sizeBytes))
            .map(map -> map.end)
            .orElse(0L);
    return mapped <= endOfMemory && endOfMemory - mapped < MAX_UNMAPPED_BYTES;
  }

  /** What is mapped so many bytes from its physical address. */
  private static final class DirectMap {
    private long sizeBytes;
    private long end;

    void add(PageTableEntry entry) {
      sizeBytes += entry.sizeBytes();
      end = Math.max(end, entry.paddr() + entry.sizeBytes());
    }
  }
}
