package org.vmcore.emit.proc;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.emit.proc.pid.Pids;
import org.vmcore.kernel.fs.MountRow;
import org.vmcore.kernel.fs.MountTable;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;

/** The mounts that a process sees, as {@code fs/proc_namespace.c} shows them. */
final class MountFiles {
  /** {@code show_vfsmnt()}, as pid 1 sees it. */
  @Emits({"proc/mounts", "proc/self/mounts"})
  void mounts(Program kernel, Text out) {
    writeMounts(ofFirstProcess(kernel), out);
  }

  @EmitsMany(path = "proc/{pid}/mounts", each = Pids.class)
  void mountsOf(Program kernel, Task task, Text out) {
    writeMounts(seenBy(task), out);
  }

  private static void writeMounts(List<MountRow> rows, Text out) {
    for (MountRow row : rows) {
      out.raw(row.device() + " " + row.directory() + " " + row.type());
      out.raw((row.isReadOnly() ? " ro" : " rw") + row.options().ofSuperBlock());
      out.raw(row.mountFlags() + row.options().own() + " 0 0\n");
      row.missing().forEach(out::partial);
    }
  }

  /** {@code show_mountinfo()}, as pid 1 sees it. */
  @Emits("proc/self/mountinfo")
  void mountinfo(Program kernel, Text out) {
    writeMountinfo(ofFirstProcess(kernel), out);
  }

  @EmitsMany(path = "proc/{pid}/mountinfo", each = Pids.class)
  void mountinfoOf(Program kernel, Task task, Text out) {
    writeMountinfo(seenBy(task), out);
  }

  private static void writeMountinfo(List<MountRow> rows, Text out) {
    for (MountRow row : rows) {
      var superBlock = row.mount().superBlock();
      out.print("%d %d ", row.mount().id(), row.mount().parent().id());
      out.raw(superBlock.device() + " " + row.root() + " " + row.directory());
      out.raw((row.mount().isReadOnly() ? " ro" : " rw") + row.mountFlags() + row.propagation());
      out.raw(" - " + row.type() + " " + row.device());
      out.raw((superBlock.isReadOnly() ? " ro" : " rw") + row.options().ofSuperBlock());
      out.raw(row.options().own() + "\n");
      row.missing().forEach(out::partial);
    }
  }

  /** {@code show_vfsstat()}, as pid 1 sees it. */
  @Emits("proc/self/mountstats")
  void mountstats(Program kernel, Text out) {
    writeMountstats(ofFirstProcess(kernel), out);
  }

  @EmitsMany(path = "proc/{pid}/mountstats", each = Pids.class)
  void mountstatsOf(Program kernel, Task task, Text out) {
    writeMountstats(seenBy(task), out);
  }

  private static void writeMountstats(List<MountRow> rows, Text out) {
    for (MountRow row : rows) {
      out.raw("device " + row.device() + " mounted on " + row.directory());
      out.raw(" with fstype " + row.type() + "\n");
      String statistics = row.mount().superBlock().operation("show_stats");
      if (!statistics.isEmpty()) {
        out.partial("the statistics that " + row.type() + " keeps of its mounts");
      }
    }
  }

  private static List<MountRow> ofFirstProcess(Program kernel) {
    return MountTable.ofFirstProcess(kernel).map(MountTable::rows).orElse(List.of());
  }

  private static List<MountRow> seenBy(Task task) {
    return MountTable.of(task)
        .map(MountTable::rows)
        .orElseThrow(() -> new NoSuchFile("a task that left its namespaces or the file systems"));
  }
}
