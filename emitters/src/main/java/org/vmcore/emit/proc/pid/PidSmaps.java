package org.vmcore.emit.proc.pid;

import java.util.List;
import java.util.Optional;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.kernel.config.RodataStrings;
import org.vmcore.kernel.mm.GateArea;
import org.vmcore.kernel.mm.HugeEligible;
import org.vmcore.kernel.mm.MemSizeStats;
import org.vmcore.kernel.mm.MemSizeStats.Item;
import org.vmcore.kernel.mm.ProtectionKeys;
import org.vmcore.kernel.mm.VmArea;
import org.vmcore.kernel.mm.VmaMnemonics;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * What of a process is in memory, area by area: {@code show_smap()} and {@code
 * show_smaps_rollup()}, {@code fs/proc/task_mmu.c}.
 */
final class PidSmaps {
  private static final String ROLLUP_NAME = "[rollup]";
  private static final int NAME_COLUMN = 25 + Long.BYTES * 6;

  @EmitsMany(path = "proc/{pid}/smaps", each = Pids.class, needs = "struct mem_size_stats")
  void smaps(Program kernel, Task task, Text out) {
    Optional<Value> mm = task.userMm();
    if (mm.isEmpty()) {
      return;
    }
    for (VmArea area : VmArea.of(mm.get())) {
      area(kernel, area, out);
    }
    GateArea.of(mm.get()).ifPresent(gate -> area(kernel, gate, out));
  }

  private static void area(Program kernel, VmArea area, Text out) {
    MemSizeStats stats = new MemSizeStats(kernel);
    stats.gather(area);
    PidMaps.row(area, out);
    size("Size:", area.end() - area.start(), out);
    size("KernelPageSize:", area.kernelPageSizeBytes(), out);
    size("MMUPageSize:", area.kernelPageSizeBytes(), out);
    sums(kernel, stats, false, out);
    boolean aligned = RodataStrings.of(kernel).has("THPeligible:    %8u\n"); // 6.6+
    int eligible = new HugeEligible(kernel).isEligible(area) ? 1 : 0;
    out.line(aligned ? "THPeligible:    %8u" : "THPeligible:    %d", eligible);
    ProtectionKeys.of(area).ifPresent(key -> out.line("ProtectionKey:  %8u", key));
    out.line("VmFlags: %s", VmaMnemonics.of(kernel).of(area.flags()));
    stats.missing().forEach(out::partial);
  }

  @EmitsMany(path = "proc/{pid}/smaps_rollup", each = Pids.class, needs = "struct mem_size_stats")
  void rollup(Program kernel, Task task, Text out) {
    Optional<Value> mm = task.userMm();
    if (mm.isEmpty()) {
      throw new NoSuchFile("a task without memory of its own: reading fails");
    }
    List<VmArea> areas = VmArea.of(mm.get());
    MemSizeStats stats = new MemSizeStats(kernel);
    areas.forEach(stats::gather);
    long start = areas.isEmpty() ? 0 : areas.get(0).start();
    long end = areas.isEmpty() ? 0 : areas.get(areas.size() - 1).end();
    Text header = new Text();
    header.print("%08lx-%08lx ---p 00000000 00:00 0 ", start, end);
    out.raw(header.bytes());
    out.line("%*s%s", Math.max(0, NAME_COLUMN - header.sizeBytes()), "", ROLLUP_NAME);
    sums(kernel, stats, true, out);
    stats.missing().forEach(out::partial);
  }

  /** {@code __show_smap()}. */
  private static void sums(Program kernel, MemSizeStats stats, boolean rollup, Text out) {
    size("Rss:", stats.bytes(Item.RESIDENT), out);
    size("Pss:", stats.bytes(Item.PSS), out);
    if (kernel.hasMember("struct mem_size_stats", "pss_dirty")) { // 6.0+
      size("Pss_Dirty:", stats.bytes(Item.PSS_DIRTY), out);
    }
    if (rollup) {
      size("Pss_Anon:", stats.bytes(Item.PSS_ANON), out);
      size("Pss_File:", stats.bytes(Item.PSS_FILE), out);
      size("Pss_Shmem:", stats.bytes(Item.PSS_SHMEM), out);
    }
    size("Shared_Clean:", stats.bytes(Item.SHARED_CLEAN), out);
    size("Shared_Dirty:", stats.bytes(Item.SHARED_DIRTY), out);
    size("Private_Clean:", stats.bytes(Item.PRIVATE_CLEAN), out);
    size("Private_Dirty:", stats.bytes(Item.PRIVATE_DIRTY), out);
    size("Referenced:", stats.bytes(Item.REFERENCED), out);
    size("Anonymous:", stats.bytes(Item.ANONYMOUS), out);
    if (kernel.hasMember("struct mem_size_stats", "ksm")) { // 6.7+
      size("KSM:", stats.bytes(Item.KSM), out);
    }
    size("LazyFree:", stats.bytes(Item.LAZYFREE), out);
    size("AnonHugePages:", stats.bytes(Item.ANONYMOUS_THP), out);
    size("ShmemPmdMapped:", stats.bytes(Item.SHMEM_THP), out);
    size("FilePmdMapped:", stats.bytes(Item.FILE_THP), out);
    size("Shared_Hugetlb:", stats.bytes(Item.SHARED_HUGETLB), out);
    size("Private_Hugetlb:", stats.bytes(Item.PRIVATE_HUGETLB), out);
    size("Swap:", stats.bytes(Item.SWAP), out);
    size("SwapPss:", stats.bytes(Item.SWAP_PSS), out);
    size("Locked:", stats.bytes(Item.PSS_LOCKED), out);
  }

  private static void size(String name, long bytes, Text out) {
    out.line("%-16s%8lu kB", name, bytes >>> 10);
  }
}
