package org.vmcore.kernel.mm;

import java.util.LinkedHashMap;
import java.util.Map;
import org.vmcore.kernel.config.RodataStrings;
import org.vmcore.model.Program;

/**
 * What a node has and uses, as {@code node_read_meminfo()} in {@code drivers/base/node.c} lists it:
 * names with their numbers, kB all of them but those of {@link #hugePages}.
 */
public final class NodeMeminfo {
  private final Program kernel;
  private final Node node;
  private final VmStat stat;
  private final Map<String, Long> rowsKb = new LinkedHashMap<>();

  private NodeMeminfo(Program kernel, Node node) {
    this.kernel = kernel;
    this.node = node;
    this.stat = VmStat.of(kernel);
    addLists();
    addUse();
    addKernelUse();
    addHugePages();
  }

  public static NodeMeminfo of(Program kernel, Node node) {
    return kernel.computed("node meminfo " + node.id(), k -> new NodeMeminfo(k, node));
  }

  /** kB by name, in the order of the file. */
  public Map<String, Long> rowsKb() {
    return rowsKb;
  }

  /** Huge pages of the default size, {@code hugetlb_report_node_meminfo()}. */
  public Map<String, Long> hugePages() {
    Map<String, Long> counts = new LinkedHashMap<>();
    HugePagePool.ofDefaultSize(kernel)
        .ifPresent(
            pool -> {
              counts.put("HugePages_Total", pool.number("nr_huge_pages_node", node.id()));
              counts.put("HugePages_Free", pool.number("free_huge_pages_node", node.id()));
              counts.put("HugePages_Surp", pool.number("surplus_huge_pages_node", node.id()));
            });
    return counts;
  }

  private void addLists() {
    long total = node.sumOfZones(Zone::managedPages);
    long free = stat.ofNode(node, "NR_FREE_PAGES");
    long activeAnon = stat.ofNode(node, "NR_ACTIVE_ANON");
    long inactiveAnon = stat.ofNode(node, "NR_INACTIVE_ANON");
    long activeFile = stat.ofNode(node, "NR_ACTIVE_FILE");
    long inactiveFile = stat.ofNode(node, "NR_INACTIVE_FILE");
    addPages("MemTotal", total);
    addPages("MemFree", free);
    addPages("MemUsed", total - free);
    if (stat.has("NR_SWAPCACHE")) {
      addPages("SwapCached", stat.ofNode(node, "NR_SWAPCACHE"));
    }
    addPages("Active", activeAnon + activeFile);
    addPages("Inactive", inactiveAnon + inactiveFile);
    addPages("Active(anon)", activeAnon);
    addPages("Inactive(anon)", inactiveAnon);
    addPages("Active(file)", activeFile);
    addPages("Inactive(file)", inactiveFile);
    addCounter("Unevictable", "NR_UNEVICTABLE");
    addCounter("Mlocked", "NR_MLOCK");
  }

  private void addUse() {
    addCounter("Dirty", "NR_FILE_DIRTY");
    addCounter("Writeback", "NR_WRITEBACK");
    addCounter("FilePages", "NR_FILE_PAGES");
    addCounter("Mapped", "NR_FILE_MAPPED");
    addCounter("AnonPages", "NR_ANON_MAPPED");
    addCounter("Shmem", "NR_SHMEM");
  }

  private void addKernelUse() {
    rowsKb.put("KernelStack", stat.ofNode(node, "NR_KERNEL_STACK_KB"));
    if (stat.has("NR_KERNEL_SCS_KB")) {
      rowsKb.put("ShadowCallStack", stat.ofNode(node, "NR_KERNEL_SCS_KB"));
    }
    addCounter("PageTables", "NR_PAGETABLE");
    addCounter("SecPageTables", "NR_SECONDARY_PAGETABLE");
    addCounterOrZero("NFS_Unstable", "NR_UNSTABLE_NFS");
    addCounterOrZero("Bounce", "NR_BOUNCE");
    addCounterOrZero("WritebackTmp", "NR_WRITEBACK_TEMP");
    MemoryTotals totals = MemoryTotals.of(kernel);
    long reclaimable = totals.slabReclaimable(node);
    long unreclaimable = totals.slabUnreclaimable(node);
    if (stat.has("NR_KERNEL_MISC_RECLAIMABLE")) {
      addPages("KReclaimable", reclaimable + stat.ofNode(node, "NR_KERNEL_MISC_RECLAIMABLE"));
    }
    addPages("Slab", reclaimable + unreclaimable);
    addPages("SReclaimable", reclaimable);
    addPages("SUnreclaim", unreclaimable);
  }

  private void addHugePages() {
    if (TransparentHugePages.isBuiltIn(kernel)) {
      addHuge("AnonHugePages", "NR_ANON_THPS");
      addHuge("ShmemHugePages", "NR_SHMEM_THPS");
      addHuge("ShmemPmdMapped", "NR_SHMEM_PMDMAPPED");
      addHuge("FileHugePages", "NR_FILE_THPS");
      addHuge("FilePmdMapped", "NR_FILE_PMDMAPPED");
    }
    addCounter("Unaccepted", "NR_UNACCEPTED");
    addCounter("Balloon", "NR_BALLOON_PAGES");
    addCounter("GPUActive", "NR_GPU_ACTIVE");
    addCounter("GPUReclaim", "NR_GPU_RECLAIM");
  }

  private void addCounter(String name, String item) {
    if (stat.has(item)) {
      addPages(name, stat.ofNode(node, item));
    }
  }

  private void addCounterOrZero(String name, String item) {
    addPages(name, stat.has(item) ? stat.ofNode(node, item) : 0);
  }

  private void addHuge(String name, String item) {
    if (stat.has(item)) {
      addPages(name, TransparentHugePages.of(kernel).pages(stat.ofNode(node, item)));
    }
  }

  private void addPages(String name, long pages) {
    rowsKb.put(name, pages << kernel.pageShift() - 10);
  }

  /** Blanks up to the numbers: rows of some releases are one short of them. */
  public int nameWidth(String name) {
    boolean isShort = name.equals("FileHugePages") || name.equals("FilePmdMapped");
    return isShort && RodataStrings.of(kernel).has("Node %d FileHugePages: %8lu kB") ? 15 : 16;
  }
}
