package org.vmcore.kernel.mm;

import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.dump.VmcoreInfo;
import org.vmcore.model.Program;

/**
 * What the upper bits of {@code page.flags} say: section, node and zone of the page, as many bits
 * of each as the configuration needs, {@code include/linux/page-flags-layout.h}. Immutable.
 */
public final class PageFlags {
  private final long flagsOffset;
  private final int zoneShift;
  private final int zoneBits;
  private final int nodeShift;
  private final int nodeBits;
  private final Program kernel;

  private PageFlags(Program kernel) {
    this.kernel = kernel;
    this.flagsOffset = kernel.offsetOf("struct page", "flags");
    this.nodeBits = bitsFor(NodeMask.maxNodes(kernel));
    this.zoneBits = bitsFor(kernel.enumerator("__MAX_NR_ZONES"));
    this.nodeShift = Long.SIZE - sectionBits(kernel) - nodeBits;
    this.zoneShift = nodeShift - zoneBits;
  }

  public static PageFlags of(Program kernel) {
    return kernel.computed(PageFlags.class, PageFlags::new);
  }

  /** Bits that can tell so many things apart. */
  static int bitsFor(long count) {
    return count <= 1 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(count - 1);
  }

  /** A memory map in one piece needs no section's number to find a page's. */
  private static int sectionBits(Program kernel) {
    if (kernel.findAddress("vmemmap_populate").isPresent()) {
      return 0;
    }
    Optional<VmcoreInfo> info = kernel.dump().vmcoreInfo();
    OptionalLong all = info.map(i -> i.number("MAX_PHYSMEM_BITS")).orElse(OptionalLong.empty());
    return all.isEmpty() ? 0 : (int) all.getAsLong() - MemorySections.sizeBits(kernel);
  }

  /** {@code page_to_nid()}. */
  public int nid(long pageAddress) {
    return nidOf(flags(pageAddress));
  }

  /** The same of {@code page.flags} that were read already. */
  int nidOf(long flags) {
    return (int) (flags >>> nodeShift & (1L << nodeBits) - 1);
  }

  /** {@code page_zonenum()}: the zone's place among those of its node. */
  public int zone(long pageAddress) {
    return (int) (flags(pageAddress) >>> zoneShift & (1L << zoneBits) - 1);
  }

  /** {@code page_zone()}; empty where node or zone cannot be. */
  public Optional<Zone> zoneOf(long pageAddress) {
    int nid = nid(pageAddress);
    int index = zone(pageAddress);
    return Node.online(kernel).stream()
        .filter(node -> node.id() == nid && index < node.zones().size())
        .map(node -> node.zones().get(index))
        .findFirst();
  }

  /** {@code page.flags}, lower bits and upper. */
  public long flags(long pageAddress) {
    return kernel.memory().u64(pageAddress + flagsOffset);
  }
}
