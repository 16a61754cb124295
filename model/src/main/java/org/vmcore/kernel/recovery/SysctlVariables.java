package org.vmcore.kernel.recovery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vmcore.debuginfo.Symbol;
import org.vmcore.kernel.sysctl.SysctlEntry;
import org.vmcore.kernel.sysctl.SysctlTree;
import org.vmcore.model.Program;

/**
 * Variables that a file of {@code /proc/sys} shows: its {@code struct ctl_table} points to them.
 */
final class SysctlVariables {
  /**
   * @param member the variable's member that the file shows, as a path; empty for the variable
   * @param type of the variable, where it has members
   */
  private record Shown(String symbol, String path, String type, String member) {}

  private static final List<Shown> SHOWN =
      List.of(
          shown("pid_max", "kernel/pid_max"),
          shown("core_pattern", "kernel/core_pattern"),
          shown("sysctl_overcommit_ratio", "vm/overcommit_ratio"),
          shown("sysctl_overcommit_kbytes", "vm/overcommit_kbytes"),
          shown("vm_dirty_ratio", "vm/dirty_ratio"),
          shown("vm_dirty_bytes", "vm/dirty_bytes"),
          shown("dirty_background_ratio", "vm/dirty_background_ratio"),
          shown("dirty_background_bytes", "vm/dirty_background_bytes"),
          shown("vm_swappiness", "vm/swappiness"),
          shown("sysctl_sched_child_runs_first", "kernel/sched_child_runs_first"),
          shown("watchdog_thresh", "kernel/watchdog_thresh"),
          shown("tracing_thresh", "kernel/tracing_thresh"),
          member("dentry_stat", "fs/dentry-state", "struct dentry_stat_t", "nr_dentry"),
          member("inodes_stat", "fs/inode-nr", "struct inodes_stat_t", "nr_inodes"),
          member("files_stat", "fs/file-max", "struct files_stat_struct", "max_files"));

  private SysctlVariables() {}

  private static Shown shown(String symbol, String path) {
    return new Shown(symbol, path, "", "");
  }

  private static Shown member(String symbol, String path, String type, String member) {
    return new Shown(symbol, path, type, member);
  }

  static List<Symbol> of(Evidence evidence) {
    Map<String, Long> data = new HashMap<>();
    for (SysctlEntry entry : SysctlTree.of(evidence.kernel()).entries()) {
      data.put(String.join("/", entry.path()), entry.data());
    }
    List<Symbol> found = new ArrayList<>();
    for (Shown shown : SHOWN) {
      Long address = data.get(shown.path());
      if (address != null
          && evidence.isInImage(address)
          && evidence.kernel().findAddress(shown.symbol()).isEmpty()) {
        long offset = offset(evidence.kernel(), shown);
        found.add(RecoveredSymbols.symbol(shown.symbol(), address - offset));
      }
    }
    return found;
  }

  private static long offset(Program kernel, Shown shown) {
    return shown.type().isEmpty() || !kernel.hasMember(shown.type(), shown.member())
        ? 0
        : kernel.offsetOf(shown.type(), shown.member());
  }
}
