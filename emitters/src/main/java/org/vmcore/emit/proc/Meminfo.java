package org.vmcore.emit.proc;

import java.util.function.LongSupplier;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.mm.DirectMap;
import org.vmcore.kernel.mm.HugePagePool;
import org.vmcore.kernel.mm.MemoryTotals;
import org.vmcore.kernel.mm.SwapArea;
import org.vmcore.kernel.mm.TransparentHugePages;
import org.vmcore.kernel.mm.VmStat;
import org.vmcore.kernel.mm.VmallocSpace;
import org.vmcore.kernel.mm.Zswap;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code /proc/meminfo} as {@code meminfo_proc_show()}, {@code fs/proc/meminfo.c}. */
final class Meminfo {
  @Emits("proc/meminfo")
  void meminfo(Program kernel, Text out) {
    Rows rows = new Rows(kernel, out);
    rows.totals();
    rows.lists();
    rows.swap();
    rows.use();
    rows.kernelUse();
    rows.limits();
    rows.hugePages();
    rows.rare();
    rows.hugePagePools();
    DirectMap.sizesKb(kernel).forEach((size, kb) -> rows.kilobytes("DirectMap" + size, () -> kb));
  }

  /** Rows in their order; one whose number cannot be read is left out. */
  private static final class Rows {
    private final Program kernel;
    private final VmStat stat;
    private final MemoryTotals totals;
    private final Text out;

    Rows(Program kernel, Text out) {
      this.kernel = kernel;
      this.stat = VmStat.of(kernel);
      this.totals = MemoryTotals.of(kernel);
      this.out = out;
    }

    void totals() {
      pages("MemTotal", totals::total);
      pages("MemFree", totals::free);
      pages("MemAvailable", totals::available);
      pages("Buffers", totals::buffers);
      pages("Cached", totals::cached);
      pages("SwapCached", totals::swapCached);
    }

    void lists() {
      long activeAnon = stat.global("NR_ACTIVE_ANON");
      long inactiveAnon = stat.global("NR_INACTIVE_ANON");
      long activeFile = stat.global("NR_ACTIVE_FILE");
      long inactiveFile = stat.global("NR_INACTIVE_FILE");
      pages("Active", () -> activeAnon + activeFile);
      pages("Inactive", () -> inactiveAnon + inactiveFile);
      pages("Active(anon)", () -> activeAnon);
      pages("Inactive(anon)", () -> inactiveAnon);
      pages("Active(file)", () -> activeFile);
      pages("Inactive(file)", () -> inactiveFile);
      counter("Unevictable", "NR_UNEVICTABLE");
      counter("Mlocked", "NR_MLOCK");
    }

    void swap() {
      pages("SwapTotal", () -> SwapArea.totalPages(kernel));
      pages("SwapFree", () -> SwapArea.freePages(kernel));
      if (Zswap.isShown(kernel)) {
        kilobytes("Zswap", () -> Zswap.poolBytes(kernel) >> 10);
        pages("Zswapped", () -> Zswap.storedPages(kernel));
      }
    }

    void use() {
      counter("Dirty", "NR_FILE_DIRTY");
      counter("Writeback", "NR_WRITEBACK");
      counter("AnonPages", "NR_ANON_MAPPED");
      counter("Mapped", "NR_FILE_MAPPED");
      pages("Shmem", totals::shmem);
    }

    void kernelUse() {
      long reclaimable = totals.slabReclaimable();
      long unreclaimable = totals.slabUnreclaimable();
      if (stat.has("NR_KERNEL_MISC_RECLAIMABLE")) {
        pages("KReclaimable", () -> reclaimable + stat.global("NR_KERNEL_MISC_RECLAIMABLE"));
      }
      pages("Slab", () -> reclaimable + unreclaimable);
      pages("SReclaimable", () -> reclaimable);
      pages("SUnreclaim", () -> unreclaimable);
      kilobytes("KernelStack", () -> stat.global("NR_KERNEL_STACK_KB"));
      if (stat.has("NR_KERNEL_SCS_KB")) {
        kilobytes("ShadowCallStack", () -> stat.global("NR_KERNEL_SCS_KB"));
      }
      counter("PageTables", "NR_PAGETABLE");
      counter("SecPageTables", "NR_SECONDARY_PAGETABLE");
      counterOrZero("NFS_Unstable", "NR_UNSTABLE_NFS");
      counterOrZero("Bounce", "NR_BOUNCE");
      counterOrZero("WritebackTmp", "NR_WRITEBACK_TEMP");
    }

    void limits() {
      pages("CommitLimit", totals::commitLimit);
      pages("Committed_AS", totals::committed);
      VmallocSpace.totalBytes(kernel)
          .ifPresentOrElse(
              bytes -> kilobytes("VmallocTotal", () -> bytes >> 10),
              () -> out.partial("VmallocTotal: the dump does not tell where vmalloc ends"));
      pages("VmallocUsed", totals::vmallocUsed);
      pages("VmallocChunk", () -> 0); // not worked out since 4.4
      pages("Percpu", totals::percpu);
      if (kernel.findSymbol("early_memtest_done").map(Value::asBoolean).orElse(false)) {
        long bytes = kernel.symbol("early_memtest_bad_size").asLong();
        out.line("EarlyMemtestBad:   %5lu kB", bytes == 0 ? 0 : Math.max(1, bytes >> 10));
      }
      if (kernel.hasSymbol("num_poisoned_pages")) {
        long pages = kernel.symbol("num_poisoned_pages").field("counter").asLong();
        out.line("HardwareCorrupted: %5lu kB", pages << kernel.pageShift() - 10);
      }
    }

    void hugePages() {
      if (TransparentHugePages.isBuiltIn(kernel)) {
        huge("AnonHugePages", "NR_ANON_THPS");
        huge("ShmemHugePages", "NR_SHMEM_THPS");
        huge("ShmemPmdMapped", "NR_SHMEM_PMDMAPPED");
        huge("FileHugePages", "NR_FILE_THPS");
        huge("FilePmdMapped", "NR_FILE_PMDMAPPED");
      }
    }

    void rare() {
      if (kernel.hasSymbol("cma_areas")) {
        pages("CmaTotal", () -> kernel.symbol("totalcma_pages").asLong());
        counter("CmaFree", "NR_FREE_CMA_PAGES");
      }
      counter("Unaccepted", "NR_UNACCEPTED");
      counter("Balloon", "NR_BALLOON_PAGES");
      counter("GPUActive", "NR_GPU_ACTIVE");
      counter("GPUReclaim", "NR_GPU_RECLAIM");
    }

    /** {@code hugetlb_report_meminfo()}. */
    void hugePagePools() {
      HugePagePool.ofDefaultSize(kernel)
          .ifPresent(
              pool -> {
                out.line("HugePages_Total:   %5lu", pool.number("nr_huge_pages"));
                out.line("HugePages_Free:    %5lu", pool.number("free_huge_pages"));
                out.line("HugePages_Rsvd:    %5lu", pool.number("resv_huge_pages"));
                out.line("HugePages_Surp:    %5lu", pool.number("surplus_huge_pages"));
                kilobytes("Hugepagesize", pool::sizeKb);
                pages("Hugetlb", () -> HugePagePool.totalPages(kernel));
              });
    }

    private void counter(String name, String item) {
      if (stat.has(item)) {
        pages(name, () -> stat.global(item));
      }
    }

    /** Rows that stay when nothing is counted any more. */
    private void counterOrZero(String name, String item) {
      pages(name, () -> stat.has(item) ? stat.global(item) : 0);
    }

    private void huge(String name, String item) {
      if (stat.has(item)) {
        pages(name, () -> TransparentHugePages.of(kernel).pages(stat.global(item)));
      }
    }

    private void pages(String name, LongSupplier pages) {
      kilobytes(name, () -> pages.getAsLong() << kernel.pageShift() - 10);
    }

    void kilobytes(String name, LongSupplier kb) {
      try {
        out.line("%-16s%8lu kB", name + ":", kb.getAsLong());
      } catch (MemoryFault fault) {
        out.partial(name + ": " + fault.what());
      }
    }
  }
}
