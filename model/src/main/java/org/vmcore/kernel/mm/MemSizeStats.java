package org.vmcore.kernel.mm;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.vmcore.model.Program;
import org.vmcore.model.Value;
import org.vmcore.paging.PageTableEntry;
import org.vmcore.paging.SwapEntry;

/**
 * {@code struct mem_size_stats}, {@code fs/proc/task_mmu.c}: what of a process's areas is in
 * memory, and with how many others it shares that. For one thread.
 */
public final class MemSizeStats {
  private static final int PSS_SHIFT = 12;

  /** What is summed up, named as the members of the structure. */
  public enum Item {
    RESIDENT,
    SHARED_CLEAN,
    SHARED_DIRTY,
    PRIVATE_CLEAN,
    PRIVATE_DIRTY,
    REFERENCED,
    ANONYMOUS,
    KSM,
    LAZYFREE,
    ANONYMOUS_THP,
    SHMEM_THP,
    FILE_THP,
    SWAP,
    SHARED_HUGETLB,
    PRIVATE_HUGETLB,
    PSS,
    PSS_ANON,
    PSS_FILE,
    PSS_SHMEM,
    PSS_DIRTY,
    PSS_LOCKED,
    SWAP_PSS;

    /** Whether the kernel sums up fractions of bytes. */
    private boolean isShare() {
      return compareTo(PSS) >= 0;
    }
  }

  private final Program kernel;
  private final PageUse.Reader pages;
  private final long pageBytes;
  private final long dirty;
  private final long swapBacked;
  private final long used;
  private final OptionalLong hugeZeroPaddr;
  private final long[] sums = new long[Item.values().length];
  private final List<String> missing = new ArrayList<>();

  public MemSizeStats(Program kernel) {
    this.kernel = kernel;
    this.pages = PageUse.Reader.of(kernel);
    this.pageBytes = kernel.pageSizeBytes();
    this.dirty = flag("PG_dirty");
    this.swapBacked = flag("PG_swapbacked");
    this.used = flag("PG_referenced") | flag("PG_young");
    this.hugeZeroPaddr = hugeZeroPaddr();
  }

  private long flag(String name) {
    OptionalLong bit = kernel.findEnumerator(name);
    return bit.isPresent() ? 1L << bit.getAsLong() : 0;
  }

  private OptionalLong hugeZeroPaddr() {
    return kernel
        .findSymbol("huge_zero_pfn") // 5.10+
        .map(pfn -> OptionalLong.of(pfn.asLong() << kernel.pageShift()))
        .orElse(OptionalLong.empty());
  }

  /** In bytes. */
  public long bytes(Item item) {
    long sum = sums[item.ordinal()];
    return item.isShare() ? sum >>> PSS_SHIFT : sum;
  }

  /** What could not be found out, if anything. */
  public List<String> missing() {
    return missing.stream().distinct().toList();
  }

  /**
   * {@code smap_gather_stats()}: adds an area.
   *
   * @throws org.vmcore.dump.MemoryFault when page tables or {@code struct page}s cannot be read
   */
  public void gather(VmArea area) {
    area.forEachEntry(entry -> entry(area, entry));
    addSwappedShmem(area);
  }

  private void entry(VmArea area, PageTableEntry entry) {
    if (!entry.present()) {
      entry.swap().ifPresent(this::swapped);
    } else if (!entry.special() && !isHugeZero(entry)) {
      OptionalLong page = pages.pageAddress(entry.paddr());
      if (page.isPresent()) {
        page(area, entry, page.getAsLong());
      }
    }
  }

  private boolean isHugeZero(PageTableEntry entry) {
    return entry.sizeBytes() > pageBytes
        && hugeZeroPaddr.isPresent()
        && hugeZeroPaddr.getAsLong() == entry.paddr();
  }

  private void page(VmArea area, PageTableEntry entry, long page) {
    PageUse use = pages.at(page);
    if (area.has(VmArea.VM_HUGETLB)) {
      add(use.mapCount() >= 2 ? Item.SHARED_HUGETLB : Item.PRIVATE_HUGETLB, entry.sizeBytes());
      return;
    }
    if (entry.sizeBytes() > pageBytes) {
      add(hugeKind(use), entry.sizeBytes());
    }
    account(area, entry, page, use);
  }

  private Item hugeKind(PageUse use) {
    if (use.anon()) {
      return Item.ANONYMOUS_THP;
    }
    return (use.flags() & swapBacked) != 0 ? Item.SHMEM_THP : Item.FILE_THP;
  }

  /** {@code smaps_account()}. */
  private void account(VmArea area, PageTableEntry entry, long page, PageUse use) {
    long size = entry.sizeBytes();
    boolean written = entry.dirty() || (use.flags() & dirty) != 0;
    if (use.anon()) {
      add(Item.ANONYMOUS, size);
      if ((use.flags() & swapBacked) == 0 && !written) {
        add(Item.LAZYFREE, size);
      }
    }
    if (use.ksm()) {
      add(Item.KSM, size);
    }
    add(Item.RESIDENT, size);
    if (entry.young() || (use.flags() & used) != 0) {
      add(Item.REFERENCED, size);
    }
    boolean locked = area.has(VmArea.VM_LOCKED);
    if (use.refCount() == 1) {
      share(use, size, 1, written, locked);
      return;
    }
    long pageStructBytes = kernel.sizeOf("struct page");
    for (long at = 0; at < size; at += pageBytes) {
      PageUse each = at == 0 ? use : pages.at(page + at / pageBytes * pageStructBytes);
      share(each, pageBytes, each.mapCount(), written, locked);
    }
  }

  /** {@code smaps_page_accumulate()}. */
  private void share(PageUse use, long size, int mapCount, boolean written, boolean locked) {
    boolean alone = mapCount < 2;
    long pss = (size << PSS_SHIFT) / Math.max(1, mapCount);
    add(Item.PSS, pss);
    if (use.anon()) {
      add(Item.PSS_ANON, pss);
    } else {
      add((use.flags() & swapBacked) != 0 ? Item.PSS_SHMEM : Item.PSS_FILE, pss);
    }
    if (locked) {
      add(Item.PSS_LOCKED, pss);
    }
    if (written) {
      add(Item.PSS_DIRTY, pss);
      add(alone ? Item.PRIVATE_DIRTY : Item.SHARED_DIRTY, size);
    } else {
      add(alone ? Item.PRIVATE_CLEAN : Item.SHARED_CLEAN, size);
    }
  }

  /** What is on its way elsewhere has the number of no area; its page is not looked for. */
  private void swapped(SwapEntry entry) {
    if (!SwapArea.exists(kernel, entry.type())) {
      missing.add("pages on their way to another node, or of a device");
      return;
    }
    add(Item.SWAP, pageBytes);
    OptionalLong count = SwapArea.swapCount(kernel, entry);
    if (count.isEmpty()) {
      missing.add("SwapPss: how many share a page of swap");
    }
    add(Item.SWAP_PSS, (pageBytes << PSS_SHIFT) / Math.max(1, count.orElse(1)));
  }

  /** {@code shmem_swap_usage()}, for an object of which nothing or all is mapped. */
  private void addSwappedShmem(VmArea area) {
    area.shmemInode()
        .ifPresent(
            inode -> {
              Value info = inode.containerOf("struct shmem_inode_info", "vfs_inode");
              long swappedPages = info.field("swapped").asLong();
              long sizeBytes = inode.field("i_size").asLong();
              if (swappedPages == 0) {
                return;
              }
              if (area.value().field("vm_pgoff").asLong() == 0
                  && area.end() - area.start() >= sizeBytes) {
                add(Item.SWAP, swappedPages * pageBytes);
              } else {
                missing.add("Swap: which part of a shared file is swapped");
              }
            });
  }

  private void add(Item item, long value) {
    sums[item.ordinal()] += value;
  }
}
