package org.vmcore.emit.proc.pid;

import org.vmcore.emit.Text;
import org.vmcore.kernel.config.RodataStrings;
import org.vmcore.kernel.mm.MmFlags;
import org.vmcore.kernel.task.MmCounters;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The rows of {@code status} about memory: {@code task_mem()}, {@code fs/proc/task_mmu.c}. */
final class PidStatusMemory {

  private final int kbShift;
  private final Text out;

  private PidStatusMemory(Program kernel, Text out) {
    this.kbShift = kernel.pageShift() - 10;
    this.out = out;
  }

  static void write(Program kernel, Task task, Value mm, Text out) {
    new PidStatusMemory(kernel, out).sizes(mm);
    Value coreState = // 5.16+, of the mm before
        MemberVariants.find(task.signal(), "core_state").orElseGet(() -> mm.field("core_state"));
    out.line("CoreDumping:\t%d", coreState.isNull() ? 0 : 1);
    if (RodataStrings.of(kernel).has("THP_enabled:\t")) { // 5.0+
      out.line("THP_enabled:\t%d", thpEnabled(kernel, mm) ? 1 : 0);
    }
    if (RodataStrings.of(kernel).has("untag_mask:\t")) { // 6.4+
      out.line("untag_mask:\t%#lx", untagMask(mm));
    }
  }

  private void sizes(Value mm) {
    MmCounters counters = new MmCounters(mm);
    long total = mm.field("total_vm").asLong();
    long rss = counters.rss();
    pages("VmPeak", Math.max(total, mm.field("hiwater_vm").asLong()));
    pages("VmSize", total);
    pages("VmLck", mm.field("locked_vm").asLong());
    Value pinned = mm.field("pinned_vm");
    pages("VmPin", pinned.has("counter") ? pinned.field("counter").asLong() : pinned.asLong());
    pages("VmHWM", Math.max(rss, mm.field("hiwater_rss").asLong()));
    pages("VmRSS", rss);
    pages("RssAnon", counters.pages("MM_ANONPAGES"));
    pages("RssFile", counters.pages("MM_FILEPAGES"));
    pages("RssShmem", counters.pages("MM_SHMEMPAGES"));
    pages("VmData", mm.field("data_vm").asLong());
    pages("VmStk", mm.field("stack_vm").asLong());
    kilobytes("VmExe", counters.textBytes() >> 10);
    kilobytes("VmLib", (mm.field("exec_vm").asLong() << kbShift) - (counters.textBytes() >> 10));
    kilobytes("VmPTE", counters.pageTableBytes() >> 10);
    pages("VmSwap", counters.pages("MM_SWAPENTS"));
    if (mm.has("hugetlb_usage")) {
      pages("HugetlbPages", mm.at("hugetlb_usage.counter").asLong());
    }
  }

  private void pages(String name, long pages) {
    kilobytes(name, pages << kbShift);
  }

  private void kilobytes(String name, long kb) {
    out.line("%s:\t%8lu kB", name, kb);
  }

  private static boolean thpEnabled(Program kernel, Value mm) {
    if (!kernel.hasSymbol("transparent_hugepage_flags")) {
      return false;
    }
    return !MmFlags.of(mm).has(MmFlags.MMF_DISABLE_THP);
  }

  /** {@code mm_untag_mask()}: without address masking all bits count. */
  private static long untagMask(Value mm) {
    return mm.has("context.untag_mask") ? mm.at("context.untag_mask").asLong() : -1L;
  }
}
