package org.vmcore.emit.commands.memory;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.mm.MemoryTotals;
import org.vmcore.kernel.mm.SwapArea;
import org.vmcore.model.Program;

/** {@code free} of procps: what of memory is in use, in kB or MiB rounded down. */
final class Free {
  @Emits("sos_commands/memory/free")
  void free(Program kernel, Text out) {
    table(kernel, 0, out);
  }

  @Emits("sos_commands/memory/free_-m")
  void freeInMebibytes(Program kernel, Text out) {
    table(kernel, 10, out);
  }

  private static void table(Program kernel, int shift, Text out) {
    MemoryTotals totals = MemoryTotals.of(kernel);
    int kbShift = kernel.pageShift() - 10;
    long buffersAndCache = totals.buffers() + totals.cached() + totals.slabReclaimable();
    long used =
        usedIsWhatIsNotAvailable(kernel)
            ? totals.total() - totals.available()
            : totals.total() - totals.free() - buffersAndCache;
    long swapTotal = SwapArea.totalPages(kernel);
    long swapFree = SwapArea.freePages(kernel);
    out.line(
        "       %12s %11s %11s %11s %11s %11s",
        "total", "used", "free", "shared", "buff/cache", "available");
    out.line(
        "%-7s %11lu %11lu %11lu %11lu %11lu %11lu",
        "Mem:",
        totals.total() << kbShift >> shift,
        used << kbShift >> shift,
        totals.free() << kbShift >> shift,
        totals.shmem() << kbShift >> shift,
        buffersAndCache << kbShift >> shift,
        totals.available() << kbShift >> shift);
    out.line(
        "%-7s %11lu %11lu %11lu",
        "Swap:",
        swapTotal << kbShift >> shift,
        swapTotal - swapFree << kbShift >> shift,
        swapFree << kbShift >> shift);
  }

  /**
   * How procps counts since release 4. Which one a machine has, its kernel does not know: systems
   * whose kernel is new enough for maple trees (6.1) come with the newer one.
   */
  private static boolean usedIsWhatIsNotAvailable(Program kernel) {
    return kernel.hasMember("struct mm_struct", "mm_mt");
  }
}
