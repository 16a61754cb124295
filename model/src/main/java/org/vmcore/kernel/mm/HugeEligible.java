package org.vmcore.kernel.mm;

import java.util.Optional;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Whether an area may get huge pages unasked, as {@code smaps} tells: {@code
 * thp_vma_allowable_orders()} and its forerunners, {@code mm/huge_memory.c}.
 */
public final class HugeEligible {
  // include/linux/mm.h
  private static final long VM_EXEC = VmArea.VM_EXEC;
  private static final long VM_IO = 1 << 14;
  private static final long VM_DONTEXPAND = 1 << 18;
  private static final long VM_MIXEDMAP = 1 << 28;
  private static final long VM_HUGEPAGE = 1 << 29;
  private static final long VM_NOHUGEPAGE = 1 << 30;
  private static final long NEVER =
      VM_IO | VM_DONTEXPAND | VM_MIXEDMAP | VmArea.VM_PFNMAP | VmArea.VM_HUGETLB | VM_NOHUGEPAGE;

  private static final int SHMEM_HUGE_ALWAYS = 1; // mm/shmem.c
  private static final long S_IFMT = 0170000;
  private static final long S_IFREG = 0100000;

  private final Program kernel;
  private final TransparentHugePages huge;
  private final long hugeBytes;

  public HugeEligible(Program kernel) {
    this.kernel = kernel;
    this.huge = TransparentHugePages.of(kernel);
    this.hugeBytes = huge.pagesEach() * kernel.pageSizeBytes();
  }

  public boolean isEligible(VmArea area) {
    if (!TransparentHugePages.isBuiltIn(kernel)
        || area.value().field("vm_mm").isNull()
        || area.has(NEVER)
        || isDisabled(area)
        || !isSuitable(area)) {
      return false;
    }
    Optional<Value> shmem = area.shmemInode();
    if (shmem.isPresent()) {
      return isHuge(shmem.get());
    }
    boolean wanted =
        huge.has("TRANSPARENT_HUGEPAGE_FLAG")
            || huge.has("TRANSPARENT_HUGEPAGE_REQ_MADV_FLAG") && area.has(VM_HUGEPAGE);
    return wanted && (area.file().isEmpty() ? isAnonymous(area) : isOfProgram(area));
  }

  private static boolean isAnonymous(VmArea area) {
    return area.value().field("vm_ops").isNull();
  }

  private static boolean isDisabled(VmArea area) {
    return MmFlags.of(area.value().field("vm_mm")).has(MmFlags.MMF_DISABLE_THP);
  }

  /**
   * {@code transhuge_vma_suitable()}: whether the last huge page fits in, and those of the file.
   */
  private boolean isSuitable(VmArea area) {
    long pageShift = kernel.pageShift();
    if (!isAnonymous(area)) {
      long first = (area.start() >>> pageShift) - area.value().field("vm_pgoff").asLong();
      if ((first & huge.pagesEach() - 1) != 0) {
        return false;
      }
    }
    long last = area.end() - hugeBytes & -hugeBytes;
    return Long.compareUnsigned(area.end(), hugeBytes) >= 0
        && Long.compareUnsigned(last, area.start()) >= 0;
  }

  private static boolean isHuge(Value inode) {
    Value info = inode.at("i_sb.s_fs_info").cast("struct shmem_sb_info *");
    return info.field("huge").asLong() == SHMEM_HUGE_ALWAYS;
  }

  /** {@code file_thp_enabled()}: code that nobody writes to, CONFIG_READ_ONLY_THP_FOR_FS (6.0+). */
  private boolean isOfProgram(VmArea area) {
    Value inode = area.file().get().field("f_inode").deref();
    return kernel.hasMember("struct address_space", "nr_thps")
        && kernel.hasType("struct folio")
        && area.has(VM_EXEC)
        && (inode.field("i_mode").asLong() & S_IFMT) == S_IFREG
        && inode.at("i_writecount.counter").asInt() <= 0;
  }
}
