package org.vmcore.kernel.mm;

import java.util.List;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.percpu.PercpuCounter;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * What the whole machine has and uses, in pages: {@code si_meminfo()} and what {@code
 * /proc/meminfo} works out beyond single counters.
 */
public final class MemoryTotals {
  private final Program kernel;
  private final VmStat stat;

  private MemoryTotals(Program kernel) {
    this.kernel = kernel;
    this.stat = VmStat.of(kernel);
  }

  public static MemoryTotals of(Program kernel) {
    return kernel.computed(MemoryTotals.class, MemoryTotals::new);
  }

  /** {@code totalram_pages()}: a plain number before 5.0. */
  public long total() {
    return kernel
        .findSymbol("_totalram_pages")
        .map(pages -> pages.field("counter").asLong())
        .orElseGet(() -> kernel.symbol("totalram_pages").asLong());
  }

  public long free() {
    return stat.global("NR_FREE_PAGES");
  }

  /** {@code si_mem_available()}: what new programs could get without swapping. */
  public long available() {
    long low = 0;
    for (Node node : Node.online(kernel)) {
      low += node.sumOfZones(zone -> zone.watermark("WMARK_LOW"));
    }
    long cache = stat.global("NR_ACTIVE_FILE") + stat.global("NR_INACTIVE_FILE");
    long reclaimable = slabReclaimable() + kernelReclaimable();
    long available =
        free()
            - kernel.symbol("totalreserve_pages").asLong()
            + (cache - Math.min(cache / 2, low))
            + (reclaimable - Math.min(reclaimable / 2, low));
    return Math.max(0, available);
  }

  /** {@code nr_blockdev_pages()}: page cache of block devices. */
  public long buffers() {
    return kernel.computed(MemoryTotals.class.getName() + ".buffers", MemoryTotals::blockdevPages);
  }

  private static long blockdevPages(Program kernel) {
    if (kernel.hasSymbol("all_bdevs")) { // before 5.9
      List<Value> devices =
          ListHead.forEachEntry(kernel.symbol("all_bdevs"), "struct block_device", "bd_list");
      return devices.stream()
          .mapToLong(device -> device.field("bd_inode").at("i_mapping->nrpages").asLong())
          .sum();
    }
    Value superBlock = kernel.symbol("blockdev_superblock");
    return ListHead.forEachEntry(superBlock.field("s_inodes"), "struct inode", "i_sb_list").stream()
        .mapToLong(inode -> inode.at("i_mapping->nrpages").asLong())
        .sum();
  }

  /** Page cache of files. */
  public long cached() {
    return Math.max(0, stat.global("NR_FILE_PAGES") - swapCached() - buffers());
  }

  /** {@code total_swapcache_pages()}: a counter of nodes since 5.12. */
  public long swapCached() {
    if (stat.has("NR_SWAPCACHE")) {
      return stat.global("NR_SWAPCACHE");
    }
    return kernel.hasSymbol("swapper_spaces") ? swapperSpacesPages() : 0;
  }

  private long swapperSpacesPages() {
    List<Value> spaces = kernel.symbol("swapper_spaces").elements();
    long pages = 0;
    for (int type = 0; type < spaces.size(); type++) {
      if (!spaces.get(type).isNull()) {
        long nrSpaces = kernel.symbol("nr_swapper_spaces").index(type).asLong();
        for (Value space : spaces.get(type).elements(nrSpaces)) {
          pages += space.field("nrpages").asLong();
        }
      }
    }
    return pages;
  }

  public long shmem() {
    return stat.global("NR_SHMEM");
  }

  /** Slab pages that can be freed; the item's name tells since 5.9 that groups count bytes. */
  public long slabReclaimable() {
    return stat.global(slabItem("NR_SLAB_RECLAIMABLE"));
  }

  public long slabUnreclaimable() {
    return stat.global(slabItem("NR_SLAB_UNRECLAIMABLE"));
  }

  /** The same of one node. */
  public long slabReclaimable(Node node) {
    return stat.ofNode(node, slabItem("NR_SLAB_RECLAIMABLE"));
  }

  public long slabUnreclaimable(Node node) {
    return stat.ofNode(node, slabItem("NR_SLAB_UNRECLAIMABLE"));
  }

  private String slabItem(String item) {
    return stat.has(item + "_B") ? item + "_B" : item;
  }

  /** {@code NR_KERNEL_MISC_RECLAIMABLE}, 4.20+. */
  private long kernelReclaimable() {
    return stat.has("NR_KERNEL_MISC_RECLAIMABLE") ? stat.global("NR_KERNEL_MISC_RECLAIMABLE") : 0;
  }

  /** {@code vm_commit_limit()}. */
  public long commitLimit() {
    long kbytes = kernel.symbol("sysctl_overcommit_kbytes").asLong();
    long allowed =
        kbytes != 0
            ? kbytes >> kernel.pageShift() - 10
            : (total() - HugePagePool.totalPages(kernel))
                * kernel.symbol("sysctl_overcommit_ratio").asLong()
                / 100;
    return allowed + SwapArea.totalSwapPages(kernel);
  }

  /** {@code vm_memory_committed()}. */
  public long committed() {
    return PercpuCounter.sumPositive(kernel.symbol("vm_committed_as"));
  }

  /** {@code pcpu_nr_pages()}: of all CPUs' own data. */
  public long percpu() {
    return kernel.symbol("pcpu_nr_populated").asLong() * kernel.symbol("pcpu_nr_units").asLong();
  }

  /** {@code vmalloc_nr_pages()}: a counter of nodes since 6.19; not counted before 5.3. */
  public long vmallocUsed() {
    if (stat.has("NR_VMALLOC")) {
      return stat.global("NR_VMALLOC");
    }
    return kernel
        .findSymbol("nr_vmalloc_pages")
        .map(pages -> pages.field("counter").asLong())
        .orElse(0L);
  }
}
