package org.vmcore.emit.proc.pid;

import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Text;
import org.vmcore.kernel.mm.Ksm;
import org.vmcore.kernel.mm.MmFlags;
import org.vmcore.kernel.mm.VmArea;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Pages that a process shares with others of equal content, {@code fs/proc/base.c}. */
final class PidKsm {
  /** {@code proc_pid_ksm_merging_pages()}. */
  @EmitsMany(
      path = "proc/{pid}/ksm_merging_pages",
      each = Pids.class,
      needs = "struct mm_struct.ksm_merging_pages")
  void mergingPages(Program kernel, Task task, Text out) {
    task.userMm().ifPresent(mm -> out.line("%lu", mm.field("ksm_merging_pages").asLong()));
  }

  /** {@code proc_pid_ksm_stat()}. */
  @EmitsMany(
      path = "proc/{pid}/ksm_stat",
      each = Pids.class,
      needs = "struct mm_struct.ksm_rmap_items")
  void stat(Program kernel, Task task, Text out) {
    task.userMm().ifPresent(mm -> stat(kernel, mm, out));
  }

  private static void stat(Program kernel, Value mm, Text out) {
    out.line("ksm_rmap_items %lu", mm.field("ksm_rmap_items").asLong());
    if (Ksm.countsZeroPages(mm)) {
      out.line("ksm_zero_pages %ld", Ksm.zeroPages(mm));
    }
    if (kernel.findAddress("ksm_process_profit").isPresent()) { // 6.4+
      out.line("ksm_merging_pages %lu", mm.field("ksm_merging_pages").asLong());
      out.line("ksm_process_profit %ld", Ksm.profitBytes(mm));
    }
    if (kernel.findAddress("ksm_process_mergeable").isPresent()) { // 6.14+
      boolean any = MmFlags.of(mm).has(MmFlags.MMF_VM_MERGE_ANY);
      boolean some = VmArea.of(mm).stream().anyMatch(area -> area.has(VmArea.VM_MERGEABLE));
      out.line("ksm_merge_any: %s", any ? "yes" : "no");
      out.line("ksm_mergeable: %s", some ? "yes" : "no");
    }
  }
}
